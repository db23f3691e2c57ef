-- The residents whom a message reached at the moment in which it was frozen, as a set: how many, and the SHA-256 of a bit for each
-- number. Null where they were not in memory at that moment, and for what goes to whoever got another one.
alter table warn.send_order
  add column reached integer check (reached >= 0),
  add column reached_digest text,
  add constraint reached_is_whole check ((reached is null) = (reached_digest is null));
