-- Since when a right is held, and its history.
CREATE INDEX right_change_right ON right_change (account_id, place, teleservice, droit, changed_at);
-- The rights of an account on one téléservice, whatever the company.
CREATE INDEX habilitation_teleservice ON habilitation (rattachement_id, teleservice, siren);
