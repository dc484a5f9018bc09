//! Tables of persons. Nothing is deleted but search keys, which are made anew.

use door::Migration;

/// In order; each is applied once.
pub const MIGRATIONS: &[Migration] = &[
    Migration {
        name: "0001_who",
        sql: "
CREATE TABLE person (
    id UUID PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    root UUID NOT NULL,
    forenames TEXT NOT NULL,
    surname TEXT NOT NULL,
    known_as TEXT NOT NULL,
    birth_day DATE,
    birth_kind TEXT NOT NULL,
    birth_year BIGINT,
    sex TEXT NOT NULL,
    died DATE,
    ethnicity TEXT NOT NULL,
    lead_agency TEXT NOT NULL,
    lead_team TEXT,
    recorded TIMESTAMPTZ NOT NULL,
    recorded_by UUID NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX person_root ON person (root);
CREATE INDEX person_surname ON person (surname, forenames);
CREATE INDEX person_lead ON person (lead_team);
CREATE TABLE identity (
    id UUID PRIMARY KEY,
    person UUID NOT NULL REFERENCES person (id),
    forenames TEXT NOT NULL,
    surname TEXT NOT NULL,
    known_as TEXT NOT NULL,
    birth_day DATE,
    birth_kind TEXT NOT NULL,
    birth_year BIGINT,
    sex TEXT NOT NULL,
    died DATE,
    holds_from DATE,
    holds_to DATE,
    recorded TIMESTAMPTZ NOT NULL,
    recorded_by UUID NOT NULL,
    replaces UUID,
    replaced_at TIMESTAMPTZ
);
CREATE INDEX identity_person ON identity (person, recorded);
CREATE TABLE person_name (
    id UUID PRIMARY KEY,
    person UUID NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL,
    forenames TEXT NOT NULL,
    surname TEXT NOT NULL,
    holds_from DATE,
    holds_to DATE,
    recorded TIMESTAMPTZ NOT NULL,
    recorded_by UUID NOT NULL,
    replaces UUID,
    replaced_at TIMESTAMPTZ
);
CREATE INDEX person_name_person ON person_name (person, recorded);
CREATE TABLE person_identifier (
    id UUID PRIMARY KEY,
    person UUID NOT NULL REFERENCES person (id),
    scheme TEXT NOT NULL,
    value TEXT NOT NULL,
    doubt TEXT,
    holds_from DATE,
    holds_to DATE,
    recorded TIMESTAMPTZ NOT NULL,
    recorded_by UUID NOT NULL,
    replaces UUID,
    replaced_at TIMESTAMPTZ
);
CREATE INDEX person_identifier_person ON person_identifier (person, recorded);
CREATE INDEX person_identifier_value ON person_identifier (scheme, value);
CREATE TABLE trait_answer (
    id UUID PRIMARY KEY,
    person UUID NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    words TEXT NOT NULL,
    said_by TEXT NOT NULL,
    as_given TEXT NOT NULL,
    holds_from DATE,
    holds_to DATE,
    recorded TIMESTAMPTZ NOT NULL,
    recorded_by UUID NOT NULL,
    replaces UUID,
    replaced_at TIMESTAMPTZ
);
CREATE INDEX trait_answer_person ON trait_answer (person, recorded);",
    },
    Migration {
        name: "0002_place_and_people_around",
        sql: "
CREATE TABLE address (
    id UUID PRIMARY KEY,
    person UUID NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL,
    house TEXT NOT NULL,
    street TEXT NOT NULL,
    locality TEXT NOT NULL,
    town TEXT NOT NULL,
    postcode TEXT NOT NULL,
    doubt TEXT,
    uprn TEXT NOT NULL,
    ward TEXT,
    provider TEXT NOT NULL,
    placing_authority TEXT NOT NULL,
    responsible_authority TEXT NOT NULL,
    keep_from TEXT NOT NULL,
    holds_from DATE,
    holds_to DATE,
    recorded TIMESTAMPTZ NOT NULL,
    recorded_by UUID NOT NULL,
    replaces UUID,
    replaced_at TIMESTAMPTZ
);
CREATE INDEX address_person ON address (person, recorded);
CREATE TABLE contact_point (
    id UUID PRIMARY KEY,
    person UUID NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    service TEXT NOT NULL,
    note TEXT NOT NULL,
    doubt TEXT,
    holds_from DATE,
    holds_to DATE,
    recorded TIMESTAMPTZ NOT NULL,
    recorded_by UUID NOT NULL,
    replaces UUID,
    replaced_at TIMESTAMPTZ
);
CREATE INDEX contact_point_person ON contact_point (person, recorded);
CREATE TABLE relation (
    id UUID PRIMARY KEY,
    person UUID NOT NULL REFERENCES person (id),
    other UUID,
    name TEXT NOT NULL,
    birth TEXT NOT NULL,
    kind TEXT NOT NULL,
    responsibility TEXT NOT NULL,
    lives_with TEXT NOT NULL,
    risk_to_child TEXT NOT NULL,
    risk_to_staff TEXT NOT NULL,
    note TEXT NOT NULL,
    holds_from DATE,
    holds_to DATE,
    recorded TIMESTAMPTZ NOT NULL,
    recorded_by UUID NOT NULL,
    replaces UUID,
    replaced_at TIMESTAMPTZ
);
CREATE INDEX relation_person ON relation (person, recorded);
CREATE INDEX relation_other ON relation (other) WHERE other IS NOT NULL;
CREATE TABLE works_with (
    id UUID PRIMARY KEY,
    person UUID NOT NULL REFERENCES person (id),
    worker UUID,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    agency TEXT NOT NULL,
    team TEXT,
    contact TEXT NOT NULL,
    holds_from DATE,
    holds_to DATE,
    recorded TIMESTAMPTZ NOT NULL,
    recorded_by UUID NOT NULL,
    replaces UUID,
    replaced_at TIMESTAMPTZ
);
CREATE INDEX works_with_person ON works_with (person, worker);
CREATE INDEX works_with_worker ON works_with (worker, person) WHERE replaced_at IS NULL;
CREATE INDEX works_with_team ON works_with (team, person) WHERE replaced_at IS NULL;",
    },
    Migration {
        name: "0003_statuses_and_guards",
        sql: "
CREATE TABLE person_status (
    id UUID PRIMARY KEY,
    person UUID NOT NULL REFERENCES person (id),
    status TEXT NOT NULL,
    category TEXT,
    legal_status TEXT,
    responsible_authority TEXT NOT NULL,
    placing_authority TEXT NOT NULL,
    end_reason TEXT NOT NULL,
    note TEXT NOT NULL,
    see TEXT NOT NULL,
    holds_from DATE,
    holds_to DATE,
    recorded TIMESTAMPTZ NOT NULL,
    recorded_by UUID NOT NULL,
    replaces UUID,
    replaced_at TIMESTAMPTZ
);
CREATE INDEX person_status_person ON person_status (person, recorded);
CREATE INDEX person_status_on ON person_status (status, holds_from) WHERE replaced_at IS NULL;
CREATE TABLE warning_note (
    id UUID PRIMARY KEY,
    person UUID NOT NULL REFERENCES person (id),
    text TEXT NOT NULL,
    review DATE NOT NULL,
    see TEXT NOT NULL,
    holds_from DATE,
    holds_to DATE,
    recorded TIMESTAMPTZ NOT NULL,
    recorded_by UUID NOT NULL,
    replaces UUID,
    replaced_at TIMESTAMPTZ
);
CREATE INDEX warning_note_person ON warning_note (person, recorded);
CREATE INDEX warning_note_review ON warning_note (review) WHERE replaced_at IS NULL;
CREATE TABLE restriction (
    id UUID PRIMARY KEY,
    person UUID NOT NULL REFERENCES person (id),
    reason TEXT NOT NULL,
    holds_from DATE,
    holds_to DATE,
    recorded TIMESTAMPTZ NOT NULL,
    recorded_by UUID NOT NULL,
    replaces UUID,
    replaced_at TIMESTAMPTZ
);
CREATE INDEX restriction_person ON restriction (person, recorded);
CREATE TABLE restriction_named (
    id UUID PRIMARY KEY,
    restriction UUID NOT NULL,
    named UUID NOT NULL,
    UNIQUE (restriction, named)
);
CREATE TABLE declared_conflict (
    id UUID PRIMARY KEY,
    person UUID NOT NULL REFERENCES person (id),
    declared_by UUID NOT NULL,
    why TEXT NOT NULL,
    holds_from DATE,
    holds_to DATE,
    recorded TIMESTAMPTZ NOT NULL,
    recorded_by UUID NOT NULL,
    replaces UUID,
    replaced_at TIMESTAMPTZ
);
CREATE INDEX declared_conflict_person ON declared_conflict (person, recorded);
CREATE INDEX declared_conflict_by ON declared_conflict (declared_by, person);",
    },
    Migration {
        name: "0004_merge",
        sql: "
CREATE TABLE person_merge (
    id UUID PRIMARY KEY,
    keep UUID NOT NULL,
    other UUID NOT NULL,
    moved JSONB NOT NULL,
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    asked_by UUID NOT NULL,
    asked_at TIMESTAMPTZ NOT NULL,
    confirmed_by UUID,
    confirmed_at TIMESTAMPTZ,
    apart_reason TEXT NOT NULL,
    apart_by UUID,
    apart_at TIMESTAMPTZ,
    version BIGINT NOT NULL
);
CREATE INDEX person_merge_keep ON person_merge (keep);
CREATE INDEX person_merge_other ON person_merge (other);
CREATE INDEX person_merge_state ON person_merge (state, asked_at);
CREATE TABLE person_assignment (
    id UUID PRIMARY KEY,
    merge UUID NOT NULL,
    kind TEXT NOT NULL,
    row_id UUID NOT NULL,
    person UUID NOT NULL,
    recorded TIMESTAMPTZ NOT NULL,
    assigned_to UUID,
    assigned_by UUID,
    assigned_at TIMESTAMPTZ,
    version BIGINT NOT NULL
);
CREATE INDEX person_assignment_merge ON person_assignment (merge);
CREATE TABLE moved_detail (
    id UUID PRIMARY KEY,
    kind TEXT NOT NULL,
    was UUID NOT NULL,
    is_now UUID NOT NULL,
    from_person UUID NOT NULL,
    to_person UUID NOT NULL,
    reason TEXT NOT NULL,
    moved_by UUID NOT NULL,
    at TIMESTAMPTZ NOT NULL
);
CREATE INDEX moved_detail_from ON moved_detail (from_person);
CREATE INDEX moved_detail_to ON moved_detail (to_person);
CREATE TABLE struck_detail (
    id UUID PRIMARY KEY,
    kind TEXT NOT NULL,
    row_id UUID NOT NULL,
    person UUID NOT NULL,
    reason TEXT NOT NULL,
    struck_by UUID NOT NULL,
    at TIMESTAMPTZ NOT NULL
);
CREATE INDEX struck_detail_person ON struck_detail (person);
CREATE TABLE person_link (
    id UUID PRIMARY KEY,
    person UUID NOT NULL,
    other UUID NOT NULL,
    kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    recorded TIMESTAMPTZ NOT NULL,
    recorded_by UUID NOT NULL
);
CREATE INDEX person_link_person ON person_link (person);
CREATE INDEX person_link_other ON person_link (other);",
    },
    Migration {
        name: "0005_search",
        sql: "
CREATE TABLE person_key (
    key TEXT NOT NULL,
    person UUID NOT NULL,
    PRIMARY KEY (key, person)
);
CREATE INDEX person_key_person ON person_key (person);
CREATE TABLE person_search (
    person UUID PRIMARY KEY,
    compared JSONB NOT NULL
);
CREATE TABLE saved_search (
    id UUID PRIMARY KEY,
    by_user UUID NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    asked JSONB NOT NULL
);
CREATE INDEX saved_search_at ON saved_search (at);",
    },
    Migration {
        name: "0006_key_once",
        sql: "
CREATE TABLE key_of_person (
    key TEXT NOT NULL,
    person UUID NOT NULL,
    PRIMARY KEY (key, person)
) /* all of it is its key */;
INSERT INTO key_of_person (key, person) SELECT key, person FROM person_key;
DROP TABLE person_key;
ALTER TABLE key_of_person RENAME TO person_key;
CREATE INDEX person_key_person ON person_key (person);",
    },
];
