-- All that runs are listed, searched and grouped by, in the order of the list: no query has to read the configurations.
drop index run_started;
create index run_listed on run (deleted, started, id, kind, state, preset, dataset, seed, parameters, epochs, seconds,
  best_accuracy, last_accuracy, last_loss, configuration_key, tags, notes);
