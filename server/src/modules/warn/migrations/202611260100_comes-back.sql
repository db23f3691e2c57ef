-- A warning that was sent in error gives back what it had taken the place of, and a draft has an end of its own.
alter table warn.warning
  -- Which one took its place.
  add column replaced_by uuid references warn.warning (id),
  -- The warning that is in force again under a new code, with the same content.
  add column reissues uuid references warn.warning (id),
  -- Why it was never sent: its author did not want it, or what happened to the warning that it was to lift.
  add column discarded text check (discarded in ('author', 'updated', 'expired', 'retracted'));

alter table warn.warning drop constraint warning_state_check;
alter table warn.warning drop constraint sent_is_whole;
alter table warn.warning drop constraint people_are_named;
alter table warn.warning drop constraint ended_has_a_time;
alter table warn.warning
  add constraint warning_state_check check (
    state in ('draft', 'submitted', 'discarded', 'approved', 'sent', 'updated', 'lifted', 'expired', 'sent-in-error')
  ),
  add constraint sent_is_whole check (
    state in ('draft', 'submitted', 'discarded')
    or (approver_role is not null and sent_at is not null and identifier is not null and retraction is not null)
  ),
  add constraint people_are_named check (
    names_gone_at is not null
    or (author_account is not null and (state in ('draft', 'submitted', 'discarded') or approver_account is not null))
  ),
  add constraint ended_has_a_time check (
    (ended_at is not null) = (state in ('discarded', 'updated', 'lifted', 'expired', 'sent-in-error'))
  ),
  add constraint discarded_has_a_reason check ((discarded is not null) = (state = 'discarded')),
  add constraint discarded_was_never_sent check (discarded is null or identifier is null),
  add constraint replaced_is_updated check (replaced_by is null or state = 'updated');

-- What was replaced before this migration: both were written in one transaction, at one moment.
alter table warn.warning disable trigger keep_sent;
update warn.warning old
set replaced_by = new.id
from warn.warning new
where old.state = 'updated'
  and new.kind = 'warning'
  and new.id <> old.id
  and new.hazard = old.hazard
  and new.sent_at = old.ended_at;
alter table warn.warning enable trigger keep_sent;
create index warning_replaced_by on warn.warning (replaced_by) where replaced_by is not null;

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
     and to_jsonb(old) - array['author_account', 'approver_account', 'rejection', 'names_gone_at']
       = to_jsonb(new) - array['author_account', 'approver_account', 'rejection', 'names_gone_at'] then
    return new;
  end if;
  raise exception 'a warning that was sent is never changed';
end $$;
