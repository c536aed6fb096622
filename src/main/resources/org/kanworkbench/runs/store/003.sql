-- What a person calls a run; empty for its preset.
alter table run add column title text not null default '';
drop index run_listed;
create index run_listed on run (deleted, started, id, kind, state, preset, dataset, seed, parameters, epochs, seconds,
  best_accuracy, last_accuracy, last_loss, configuration_key, tags, notes, title);

-- One row what happened in a run besides its evaluations: a change of the learning rate, a pause, its interruption.
create table event (
  id integer primary key,
  run integer not null references run (id) on delete cascade,
  step integer not null,
  epoch real not null,
  at integer not null,
  kind text not null,
  value real
);
create index event_run on event (run, step);
