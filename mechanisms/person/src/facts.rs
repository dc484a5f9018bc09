//! What is so of a person for a reader, each as one SQL expression that answers for one person and narrows a list.
//!
//! After a merge all persons of one root are one: what is so of any of them is so of each. A child without a worker is
//! nobody's own.

use door::{Fact, FactSql};

/// Facts about persons that this mechanism knows: mine, my team's, restricted, named, in conflict.
pub const FACTS: &[FactSql] = &[
    FactSql { fact: Fact::Mine, sql: MINE, which: None },
    FactSql { fact: Fact::MyTeam, sql: MY_TEAM, which: None },
    FactSql { fact: Fact::Restricted, sql: RESTRICTED, which: None },
    FactSql { fact: Fact::Named, sql: NAMED, which: None },
    FactSql { fact: Fact::Conflict, sql: CONFLICT, which: None },
];

const MINE: &str = "EXISTS (SELECT 1 FROM person fa JOIN person fb ON fb.root = fa.root
 JOIN works_with fw ON fw.person = fb.id AND fw.worker = :user
 WHERE fa.id = :person AND fw.replaced_at IS NULL
 AND (fw.holds_from IS NULL OR fw.holds_from <= :today) AND (fw.holds_to IS NULL OR fw.holds_to >= :today))";

const MY_TEAM: &str = "EXISTS (SELECT 1 FROM person fa JOIN person fb ON fb.root = fa.root
 JOIN seat fs ON fs.holder = :user AND fs.confirmed_by IS NOT NULL AND fs.team IS NOT NULL
 AND fs.holds_from <= :today AND (fs.holds_to IS NULL OR fs.holds_to >= :today)
 WHERE fa.id = :person AND (fb.lead_team = fs.team
 OR EXISTS (SELECT 1 FROM works_with fw WHERE fw.person = fb.id AND fw.team = fs.team AND fw.replaced_at IS NULL
 AND (fw.holds_from IS NULL OR fw.holds_from <= :today) AND (fw.holds_to IS NULL OR fw.holds_to >= :today))))";

const RESTRICTED: &str = "EXISTS (SELECT 1 FROM person fa JOIN person fb ON fb.root = fa.root
 JOIN restriction fr ON fr.person = fb.id
 WHERE fa.id = :person AND fr.replaced_at IS NULL
 AND (fr.holds_from IS NULL OR fr.holds_from <= :today) AND (fr.holds_to IS NULL OR fr.holds_to >= :today))";

/// Of several restrictions the reader must be named in each.
const NAMED: &str = "NOT EXISTS (SELECT 1 FROM person fa JOIN person fb ON fb.root = fa.root
 JOIN restriction fr ON fr.person = fb.id
 WHERE fa.id = :person AND fr.replaced_at IS NULL
 AND (fr.holds_from IS NULL OR fr.holds_from <= :today) AND (fr.holds_to IS NULL OR fr.holds_to >= :today)
 AND NOT EXISTS (SELECT 1 FROM restriction_named fn WHERE fn.restriction = fr.id AND fn.named = :user))";

const CONFLICT: &str = "EXISTS (SELECT 1 FROM person fa JOIN person fb ON fb.root = fa.root
 JOIN declared_conflict fc ON fc.person = fb.id AND fc.declared_by = :user
 WHERE fa.id = :person AND fc.replaced_at IS NULL
 AND (fc.holds_from IS NULL OR fc.holds_from <= :today) AND (fc.holds_to IS NULL OR fc.holds_to >= :today))";
