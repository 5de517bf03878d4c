-- The selection page reads 25 of a broker's 500 companies, sorted by name.
CREATE INDEX entreprise_by_name ON entreprise (rattachement_id, search_key, siren);
