-- How far each reader that reacts to the log has come; see followLog.
create table log.follower (
  name text primary key,
  position bigint not null
);
