-- How soon and how sure, which the author says and CAP carries. Rows from before take the middle of both.
alter table warn.warning
  add column urgency text not null default 'Expected' check (urgency in ('Immediate', 'Expected', 'Future')),
  add column certainty text not null default 'Likely' check (certainty in ('Observed', 'Likely', 'Possible'));
alter table warn.warning alter column urgency drop default, alter column certainty drop default;

create or replace function warn.keep_sent() returns trigger language plpgsql as $$
begin
  if old.identifier is null and tg_op = 'UPDATE' then
    return new;
  end if;
  if tg_op = 'UPDATE' and old.ended_at is null
     and (old.id, old.number, old.kind, old.hazard, old.level, old.areas, old.texts, old.urgency, old.certainty, old.onset,
          old.expires, old.created_at, old.author_role, old.author_account, old.approver_role, old.approver_account,
          old.sent_at, old.identifier, old.retraction)
       = (new.id, new.number, new.kind, new.hazard, new.level, new.areas, new.texts, new.urgency, new.certainty, new.onset,
          new.expires, new.created_at, new.author_role, new.author_account, new.approver_role, new.approver_account,
          new.sent_at, new.identifier, new.retraction)
     and old.because is not distinct from new.because and old.follows is not distinct from new.follows
     and new.state in ('updated', 'lifted', 'expired', 'sent-in-error') then
    return new;
  end if;
  if tg_op = 'DELETE' and old.identifier is null then
    return old;
  end if;
  raise exception 'a warning that was sent is never changed';
end $$;
