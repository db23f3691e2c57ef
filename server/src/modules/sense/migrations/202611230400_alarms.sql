-- What people do with signals.

alter table sense.signal
  -- When it last asked for attention: raised, risen, or back from the shelf.
  add column asked_at timestamptz(3),
  -- When the next role up the line is called; null once somebody has seen it, and when nobody is left to call.
  add column due_at timestamptz(3),
  add column escalated_role text,
  add column assigned_role text,
  -- The person who has it, for three years; then the role stays.
  add column assigned_account text,
  add column assigned_at timestamptz(3),
  add column shelved_until timestamptz(3),
  add column shelved_role text,
  add column shelve_reason text check (shelve_reason in ('faulty-device', 'works-on-site', 'known-cause', 'being-handled')),
  -- Ended by a person, while what was measured may still be over its threshold: then `ended_at` comes later.
  add column cleared_role text,
  add column clear_reason text check (clear_reason in ('false-alarm', 'handled', 'faulty-device', 'test'));
update sense.signal set asked_at = raised_at;
alter table sense.signal
  alter column asked_at set not null,
  drop constraint signal_check1,
  add constraint ended_is_cleared check (ended_at is null or cleared_at is not null),
  add constraint cleared_has_a_cause check (cleared_at is null or ended_at is not null or cleared_role is not null),
  add constraint shelf_is_whole check ((shelved_until is null) = (shelved_role is null) and (shelved_until is null) = (shelve_reason is null)),
  add constraint assigned_has_a_role check (assigned_account is null or (assigned_role is not null and assigned_at is not null));
-- One that a person cleared goes on being the one of its rule and area until the measurements fall.
drop index sense.signal_one_open;
create unique index signal_one_open on sense.signal (rule, area) where ended_at is null;
create index signal_open on sense.signal (asked_at) where cleared_at is null;
create index signal_due on sense.signal (due_at) where due_at is not null;
create index signal_shelved on sense.signal (shelved_until) where shelved_until is not null;
create index signal_assigned on sense.signal (assigned_at) where assigned_at is not null;

create table sense.signal_comment (
  id uuid primary key,
  signal_id uuid not null references sense.signal (id),
  at timestamptz(3) not null,
  role text not null,
  text text not null check (char_length(text) between 1 and 500)
);
create index signal_comment_signal on sense.signal_comment (signal_id, at);
create index signal_comment_at on sense.signal_comment (at);

-- Each time that a signal asked: what the alarm budget counts.
create table sense.signal_asked (
  signal_id uuid not null references sense.signal (id),
  at timestamptz(3) not null
);
create index signal_asked_at on sense.signal_asked (at);
create index signal_asked_signal on sense.signal_asked (signal_id);
insert into sense.signal_asked (signal_id, at) select id, raised_at from sense.signal;
