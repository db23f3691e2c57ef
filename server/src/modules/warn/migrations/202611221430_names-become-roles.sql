-- After three years the names of the people behind a warning go, and their roles stay: who wrote and who approved becomes null.
-- `names_gone_at` says when, and the table itself refuses to forget earlier than the retention class staff-action allows.
alter table warn.warning add column names_gone_at timestamptz(3);
alter table warn.warning alter column author_account drop not null;
alter table warn.warning drop constraint sent_is_whole;
alter table warn.warning
  add constraint sent_is_whole check (
    state in ('draft', 'submitted')
    or (approver_role is not null and sent_at is not null and identifier is not null and retraction is not null)
  ),
  add constraint people_are_named check (
    names_gone_at is not null
    or (author_account is not null and (state in ('draft', 'submitted') or approver_account is not null))
  ),
  add constraint names_go_after_three_years check (
    names_gone_at is null
    or (names_gone_at >= ended_at + interval '1095 days' and ended_at is not null
        and author_account is null and approver_account is null and rejection is null)
  );
create index warning_names on warn.warning (ended_at) where names_gone_at is null;

-- After sending everything stays but what is listed: a column that comes later is frozen without a word here.
create or replace function warn.keep_sent() returns trigger language plpgsql as $$
begin
  if old.identifier is null and tg_op = 'DELETE' then
    return old;
  end if;
  if old.identifier is null then
    return new;
  end if;
  if tg_op = 'UPDATE' and old.ended_at is null and new.names_gone_at is null
     and to_jsonb(old) - array['state', 'ended_at', 'rejection'] = to_jsonb(new) - array['state', 'ended_at', 'rejection']
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
