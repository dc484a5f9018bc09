//! The room's tables.

use door::Migration;

/// In order; each is applied once.
pub const ALL: &[Migration] = &[ASSESSMENT];

const ASSESSMENT: Migration = Migration {
    name: "0001_assessment",
    sql: "
CREATE TABLE assessment (
    id UUID PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    person UUID NOT NULL,
    instrument TEXT NOT NULL,
    instrument_version BIGINT NOT NULL,
    kind TEXT NOT NULL,
    nth BIGINT NOT NULL,
    worker UUID NOT NULL,
    worker_shown TEXT NOT NULL,
    agency TEXT NOT NULL,
    begun TIMESTAMPTZ NOT NULL,
    assessed_on DATE,
    disability TEXT NOT NULL,
    disabled TEXT NOT NULL,
    proposal UUID,
    proposed_level BIGINT,
    suggested BIGINT,
    proposed TIMESTAMPTZ,
    authorised_level BIGINT,
    authorised TIMESTAMPTZ,
    authorised_by UUID,
    authorised_by_shown TEXT NOT NULL,
    review_on DATE,
    version BIGINT NOT NULL
);
CREATE INDEX assessment_person ON assessment (person, begun);
CREATE INDEX assessment_instrument ON assessment (instrument, assessed_on);
CREATE INDEX assessment_begun ON assessment (begun);
CREATE TABLE assessment_proposal (
    id UUID PRIMARY KEY,
    assessment UUID NOT NULL REFERENCES assessment (id),
    person UUID NOT NULL,
    agency TEXT NOT NULL,
    nth BIGINT NOT NULL,
    form TEXT NOT NULL,
    form_version BIGINT NOT NULL,
    answers JSONB NOT NULL,
    level BIGINT NOT NULL,
    reason TEXT NOT NULL,
    suggested BIGINT,
    why TEXT NOT NULL,
    total BIGINT,
    flags JSONB NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    by_user UUID NOT NULL,
    by_shown TEXT NOT NULL
);
CREATE INDEX assessment_proposal_of ON assessment_proposal (assessment, nth);
CREATE TABLE assessment_answer (
    id UUID PRIMARY KEY,
    proposal UUID NOT NULL REFERENCES assessment_proposal (id),
    person UUID NOT NULL,
    agency TEXT NOT NULL,
    section TEXT NOT NULL,
    item TEXT NOT NULL,
    answer TEXT NOT NULL,
    rating BIGINT,
    recency TEXT NOT NULL,
    present BOOLEAN NOT NULL
);
CREATE INDEX assessment_answer_of ON assessment_answer (proposal, item);
CREATE TABLE assessment_decision (
    id UUID PRIMARY KEY,
    assessment UUID NOT NULL REFERENCES assessment (id),
    person UUID NOT NULL,
    agency TEXT NOT NULL,
    proposal UUID NOT NULL,
    outcome TEXT NOT NULL,
    level BIGINT,
    words TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    by_user UUID NOT NULL,
    by_shown TEXT NOT NULL
);
CREATE INDEX assessment_decision_of ON assessment_decision (assessment, at);
CREATE TABLE risk_level (
    id UUID PRIMARY KEY,
    person UUID NOT NULL,
    assessment UUID,
    episode UUID,
    agency TEXT NOT NULL,
    step TEXT NOT NULL,
    level BIGINT NOT NULL,
    reason TEXT NOT NULL,
    set_on DATE NOT NULL,
    recorded TIMESTAMPTZ NOT NULL,
    by_user UUID NOT NULL,
    by_shown TEXT NOT NULL,
    replaces UUID,
    replaced_at TIMESTAMPTZ
);
CREATE INDEX risk_level_person ON risk_level (person, set_on);
CREATE TABLE episode (
    id UUID PRIMARY KEY,
    person UUID NOT NULL,
    agency TEXT NOT NULL,
    source TEXT NOT NULL,
    opened_on DATE NOT NULL,
    closed_on DATE,
    recorded TIMESTAMPTZ NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX episode_person ON episode (person, opened_on);
CREATE INDEX episode_source ON episode (agency, source);",
};
