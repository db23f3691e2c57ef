-- What a property can be at all; a measurement outside is kept and used by nothing.
alter table sense.observed_property
  add column possible_min float8,
  add column possible_max float8,
  add constraint observed_property_possible_check check (
    (possible_min is null) = (possible_max is null) and possible_min < possible_max);
