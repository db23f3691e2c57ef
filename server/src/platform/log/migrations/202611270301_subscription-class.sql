-- What residents do about their subscriptions is kept for twelve months, as the subscriptions are. Replaced without reading the rows
-- again: the list has only grown.
alter table log.header drop constraint header_retention_class_check;
alter table log.header add constraint header_retention_class_check check (retention_class in
  ('permanent', 'public-warning', 'staff-action', 'inspection-record', 'request-text', 'request-contact', 'subscription', 'session'))
  not valid;
