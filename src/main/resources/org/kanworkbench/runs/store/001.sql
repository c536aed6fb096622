-- One row a run. Times are milliseconds since 1970; accuracies are shares, 0 to 1.
create table run (
  id integer primary key autoincrement,
  name text not null unique,
  kind text not null,
  state text not null,
  preset text not null,
  dataset text not null,
  seed integer not null,
  engine text not null,
  parameters integer not null,
  configuration text not null,
  configuration_key text not null,
  planned_epochs integer not null,
  started integer not null,
  ended integer,
  seconds real not null default 0,
  epochs real not null default 0,
  best_accuracy real,
  best_epoch real,
  last_accuracy real,
  last_loss real,
  message text not null default '',
  notes text not null default '',
  tags text not null default '',
  environment text not null default '',
  deleted integer
);
create index run_started on run (started);
create index run_configuration on run (configuration_key);

-- One row an evaluation.
create table metric (
  run integer not null references run (id) on delete cascade,
  step integer not null,
  epoch real not null,
  epoch_end integer not null,
  train_loss real,
  train_accuracy real,
  test_loss real,
  test_accuracy real,
  validation_loss real,
  validation_accuracy real,
  learning_rate real,
  ms_per_step real,
  seconds real,
  primary key (run, step)
) without rowid;

-- One row a file in the run's folder.
create table file (
  run integer not null references run (id) on delete cascade,
  path text not null,
  bytes integer not null,
  sha256 text not null,
  step integer,
  epoch real,
  accuracy real,
  primary key (run, path)
) without rowid;
