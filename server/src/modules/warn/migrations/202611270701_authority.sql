-- Who may say what, and on whose word it was sent.

-- Two people allow before, for one hazard and level and until a date, that a warning is sent without waiting. Off until then.
create table warn.standing (
  id uuid primary key,
  number bigint generated always as identity unique,
  hazard text not null,
  level text not null check (level in ('blue', 'yellow', 'orange', 'red')),
  until timestamptz(3) not null,
  proposed_at timestamptz(3) not null,
  proposer_role text not null,
  proposer_account text,
  approved_at timestamptz(3),
  approver_role text,
  approver_account text,
  ended_at timestamptz(3),
  ended_by_role text,
  names_gone_at timestamptz(3),
  constraint another_account_allows check (approver_account <> proposer_account),
  constraint allowed_is_whole check (
    (approved_at is null) = (approver_role is null)
    and (names_gone_at is not null
         or (proposer_account is not null and (approved_at is null) = (approver_account is null)))
  ),
  constraint ends_later check (until > proposed_at)
);
-- One at a time for a hazard and level: proposed, or in force.
create unique index standing_one on warn.standing (hazard, level) where ended_at is null;

alter table warn.warning
  -- Whether the city issues it, relays it, or could only ask for it.
  add column mode text not null default 'issue' check (mode in ('issue', 'relay', 'ask')),
  -- Whose warning is relayed, and which.
  add column original jsonb,
  -- When it was handed to a second person: the call-outs of that round carry the same moment.
  add column submitted_at timestamptz(3),
  -- On whose word it was sent.
  add column basis text not null default 'approved' check (basis in ('approved', 'standing', 'alone')),
  add column standing uuid references warn.standing (id),
  add column alone text check (alone in ('nobody-on-duty', 'nobody-answered', 'no-connection')),
  add column alone_reason text;
update warn.warning set submitted_at = created_at where state = 'submitted';
alter table warn.warning alter column mode drop default, alter column basis drop default;

-- `another_account_approves` stays as it is. What nobody approved says so in columns of its own and names no approver; what two
-- people had allowed before names both of them and what they had signed.
alter table warn.warning drop constraint sent_is_whole;
alter table warn.warning drop constraint people_are_named;
alter table warn.warning drop constraint names_go_after_three_years;
alter table warn.warning
  add constraint sent_is_whole check (
    state in ('draft', 'submitted', 'discarded')
    or ((approver_role is not null or basis = 'alone') and sent_at is not null and identifier is not null
        and retraction is not null)
  ),
  add constraint people_are_named check (
    names_gone_at is not null
    or (author_account is not null
        and (state in ('draft', 'submitted', 'discarded') or approver_account is not null or basis = 'alone'))
  ),
  add constraint names_go_after_three_years check (
    names_gone_at is null
    or (names_gone_at >= ended_at + interval '1095 days' and ended_at is not null
        and author_account is null and approver_account is null and rejection is null and alone_reason is null)
  ),
  add constraint alone_has_a_reason check (
    (basis = 'alone') = (alone is not null)
    and (alone is not null or alone_reason is null)
    and (alone is null or alone_reason is not null or names_gone_at is not null)
    and (alone is null or approver_role is null)
  ),
  add constraint standing_is_named check ((basis = 'standing') = (standing is not null)),
  add constraint relay_names_the_original check (mode <> 'relay' or state in ('draft', 'discarded') or original is not null),
  add constraint asked_is_never_sent check (mode <> 'ask' or state in ('draft', 'discarded')),
  add constraint submitted_has_a_time check (state <> 'submitted' or submitted_at is not null);
create index warning_alone on warn.warning (sent_at) where alone is not null;

create or replace function warn.keep_sent() returns trigger language plpgsql as $$
begin
  if old.identifier is null and tg_op = 'DELETE' then
    return old;
  end if;
  if old.identifier is null then
    return new;
  end if;
  if tg_op = 'UPDATE' and old.ended_at is null and new.names_gone_at is null
     and to_jsonb(old) - array['state', 'ended_at', 'rejection', 'replaced_by']
       = to_jsonb(new) - array['state', 'ended_at', 'rejection', 'replaced_by']
     and new.state in ('updated', 'lifted', 'expired', 'sent-in-error') then
    return new;
  end if;
  if tg_op = 'UPDATE' and old.names_gone_at is null and new.names_gone_at is not null
     and to_jsonb(old) - array['author_account', 'approver_account', 'rejection', 'alone_reason', 'names_gone_at']
       = to_jsonb(new) - array['author_account', 'approver_account', 'rejection', 'alone_reason', 'names_gone_at'] then
    return new;
  end if;
  raise exception 'a warning that was sent is never changed';
end $$;

-- Who is called to approve, one after the other, by the world's clock.
create table warn.call_out (
  warning uuid not null references warn.warning (id) on delete cascade,
  submitted_at timestamptz(3) not null,
  step smallint not null check (step between 1 and 3),
  account text not null,
  role text not null,
  due_at timestamptz(3) not null,
  called_at timestamptz(3),
  primary key (warning, submitted_at, step),
  unique (warning, submitted_at, account)
);
create index call_out_due on warn.call_out (due_at) where called_at is null;

-- Another body was asked to issue. Nothing was sent by us, and nothing of it is public.
create table warn.issuer_request (
  id uuid primary key,
  warning uuid not null references warn.warning (id) on delete cascade,
  issuer jsonb not null,
  asked_at timestamptz(3) not null,
  role text not null,
  account text not null
);
create index issuer_request_warning on warn.issuer_request (warning, asked_at);

-- A typo of a sent warning, corrected without a new announcement: the frozen message stays.
create table warn.correction (
  id uuid primary key,
  warning uuid not null references warn.warning (id),
  texts jsonb not null,
  proposed_at timestamptz(3) not null,
  proposer_role text not null,
  proposer_account text,
  approved_at timestamptz(3),
  approver_role text,
  approver_account text,
  identifier text unique,
  dropped_at timestamptz(3),
  names_gone_at timestamptz(3),
  constraint another_account_corrects check (approver_account <> proposer_account),
  constraint correction_is_whole check (
    (approved_at is null) = (identifier is null)
    and (approved_at is null) = (approver_role is null)
    and (approved_at is null or dropped_at is null)
    and (names_gone_at is not null
         or (proposer_account is not null and (approved_at is null) = (approver_account is null)))
  )
);
-- One at a time waits for its second person.
create unique index correction_waits on warn.correction (warning) where approved_at is null and dropped_at is null;
create index correction_of on warn.correction (warning, approved_at);

-- That a warning ends soon was said to its author.
create table warn.ending (
  warning uuid primary key references warn.warning (id),
  told_at timestamptz(3) not null,
  answered_at timestamptz(3)
);
