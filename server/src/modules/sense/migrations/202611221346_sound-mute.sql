-- Who does not hear alarms now, until when, and why: one row an account.
create table sense.sound_mute (
  account text primary key,
  id uuid not null unique,
  role text not null,
  reason text not null check (reason in ('on-the-phone', 'in-a-briefing', 'cause-known')),
  muted_at timestamptz(3) not null,
  until timestamptz(3) not null,
  constraint at_most_ten_minutes check (until > muted_at and until <= muted_at + interval '10 minutes')
);
