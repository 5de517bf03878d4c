-- The page of choice reads 25 of a broker's 500 companies, in the order of their names.
CREATE INDEX entreprise_by_name ON entreprise (rattachement_id, search_key, siren);
