-- One row a training or a search that waits, in the order of their places; run is its number once it has begun.
create table queue (
  place integer primary key,
  name text not null unique,
  kind text not null,
  title text not null,
  configuration text not null,
  trials integer not null,
  minutes real not null,
  run integer not null
);
