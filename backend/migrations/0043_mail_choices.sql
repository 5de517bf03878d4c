-- Which mails about their questions a person wants; those about the safety of the account are always sent.
ALTER TABLE account ADD COLUMN mel_transmise BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE account ADD COLUMN mel_prise_en_charge BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE account ADD COLUMN mel_reponse BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE account ADD COLUMN mel_cloture BOOLEAN NOT NULL DEFAULT TRUE;
