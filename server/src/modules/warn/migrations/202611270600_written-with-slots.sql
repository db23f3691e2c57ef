-- The words as their author writes them, with slots such as {{until}}; `texts` are the same words as they are read. Null for what was
-- written without slots. After sending it is kept as everything else is.
alter table warn.warning add column written jsonb;
