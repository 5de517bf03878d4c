-- Exchange rates for the value in customs (Regulation (EU) 2015/2447, article 146). Rates are units of the currency for one
-- euro, exact decimals as domain::decimal writes them; days are AAAA-MM-JJ.

-- Currencies of which the European Central Bank publishes rates, or has published some.
CREATE TABLE ecb_currency (
    code TEXT NOT NULL PRIMARY KEY
);

-- Rates as the European Central Bank publishes them.
CREATE TABLE ecb_rate (
    currency TEXT NOT NULL REFERENCES ecb_currency (code),
    day TEXT NOT NULL,
    rate TEXT NOT NULL,
    PRIMARY KEY (currency, day)
);
CREATE INDEX ecb_rate_by_day ON ecb_rate (day);

-- A rate that the European Central Bank has changed after its publication.
CREATE TABLE ecb_correction (
    id UUID NOT NULL PRIMARY KEY,
    currency TEXT NOT NULL,
    day TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    found_at BIGINT NOT NULL
);
CREATE INDEX ecb_correction_by_day ON ecb_correction (day);

-- Rate of a currency without quotation, set by an editor for a month (AAAA-MM). All versions are kept; the last one applies.
CREATE TABLE national_rate (
    currency TEXT NOT NULL,
    month TEXT NOT NULL,
    version BIGINT NOT NULL,
    rate TEXT NOT NULL,
    -- Source of the rate, or reason of the correction: shown to everybody.
    note TEXT NOT NULL,
    author_name TEXT NOT NULL,
    set_at BIGINT NOT NULL,
    PRIMARY KEY (currency, month, version)
);
CREATE INDEX national_rate_by_month ON national_rate (month, currency);
