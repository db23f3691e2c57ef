create schema warn;

-- A public warning from its first draft to its end. Codes for people are W- and the number.
create table warn.warning (
  id uuid primary key,
  number bigint generated always as identity unique,
  kind text not null check (kind in ('warning', 'lifting')),
  state text not null
    check (state in ('draft', 'submitted', 'approved', 'sent', 'updated', 'lifted', 'expired', 'sent-in-error')),
  hazard text not null,
  level text not null check (level in ('blue', 'yellow', 'orange', 'red')),
  areas jsonb not null,
  texts jsonb not null,
  onset timestamptz(3) not null,
  expires timestamptz(3) not null,
  because uuid,
  follows uuid references warn.warning (id),
  created_at timestamptz(3) not null,
  author_role text not null,
  author_account text not null,
  approver_role text,
  approver_account text,
  sent_at timestamptz(3),
  ended_at timestamptz(3),
  rejection text,
  identifier text unique,
  retraction jsonb,
  -- Two people, whatever the program says.
  constraint another_account_approves check (approver_account <> author_account),
  constraint sent_is_whole check (
    state in ('draft', 'submitted')
    or (approver_account is not null and approver_role is not null and sent_at is not null and identifier is not null
        and retraction is not null)
  ),
  constraint ended_has_a_time check ((ended_at is not null) = (state in ('updated', 'lifted', 'expired', 'sent-in-error'))),
  constraint lifting_follows check (kind = 'warning' or follows is not null)
);
create index warning_state on warn.warning (state, number desc);
create index warning_ended on warn.warning (ended_at desc) where ended_at is not null;
-- One lifting at a time waits for its second person.
create unique index warning_lifting on warn.warning (follows) where kind = 'lifting' and state in ('draft', 'submitted');

-- What was said in public stays as it was said: after sending only the state and its time move, and only forward.
create function warn.keep_sent() returns trigger language plpgsql as $$
begin
  if old.identifier is null and tg_op = 'UPDATE' then
    return new;
  end if;
  if tg_op = 'UPDATE' and old.ended_at is null
     and (old.id, old.number, old.kind, old.hazard, old.level, old.areas, old.texts, old.onset, old.expires, old.created_at,
          old.author_role, old.author_account, old.approver_role, old.approver_account, old.sent_at, old.identifier,
          old.retraction)
       = (new.id, new.number, new.kind, new.hazard, new.level, new.areas, new.texts, new.onset, new.expires, new.created_at,
          new.author_role, new.author_account, new.approver_role, new.approver_account, new.sent_at, new.identifier,
          new.retraction)
     and old.because is not distinct from new.because and old.follows is not distinct from new.follows
     and new.state in ('updated', 'lifted', 'expired', 'sent-in-error') then
    return new;
  end if;
  if tg_op = 'DELETE' and old.identifier is null then
    return old;
  end if;
  raise exception 'a warning that was sent is never changed';
end $$;
create trigger keep_sent before update or delete on warn.warning for each row execute function warn.keep_sent();

-- The CAP messages as they went out, byte for byte.
create table warn.message (
  number bigint generated always as identity primary key,
  identifier text not null unique,
  warning uuid not null references warn.warning (id),
  msg_type text not null check (msg_type in ('Alert', 'Update', 'Cancel')),
  sent_at timestamptz(3) not null,
  sender text not null,
  xml text not null
);
create index message_warning on warn.message (warning);

create function warn.keep_message() returns trigger language plpgsql as $$
begin
  raise exception 'a CAP message that was sent is never changed';
end $$;
create trigger keep_message before update or delete on warn.message for each row execute function warn.keep_message();
create trigger keep_messages before truncate on warn.message for each statement execute function warn.keep_message();
