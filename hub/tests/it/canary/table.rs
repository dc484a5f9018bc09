//! Who may find which secret word, twice: by hand from the rules of access (so that the test is not circular), and as
//! policy answers.

use door::Reading;
use policy::{Fact, Facts};

use super::people::Who;
use super::planted::{Canary, Row, Seen};

const FRONT_DOOR: &[&str] = &["screener", "front-door-manager"];
const CASE_MANAGER: &[&str] = &["team-manager", "hub-manager"];
const POLICE: &[&str] = &["police-officer", "intelligence-officer", "disruption-officer"];
const ADULTS: &[&str] = &["adult-social-worker", "adult-lead"];
const PARTNER: &[&str] = &["health-practitioner", "education-officer", "youth-worker", "vcs-worker"];
const SOCIAL_CARE: &[&str] = &["social-worker", "missing-coordinator"];
/// Roles of the partnership's configuration that the shared rules give nothing.
const NOTHING: &[&str] = &["reviewing-officer", "return-interviewer", "carer", "the-public"];

/// What one row of the table of access.md §2 says of somebody.
struct Says<'a> {
    who: &'a Who,
    row: &'a Row,
}

impl Says<'_> {
    fn all(&self) -> bool {
        self.who.is(FRONT_DOOR) || self.who.is(CASE_MANAGER)
    }
    fn statutory_near(&self) -> bool {
        self.who.near && (self.who.is(POLICE) || self.who.is(ADULTS) || self.who.is(SOCIAL_CARE))
    }
    fn partner_near(&self) -> bool {
        self.who.near && self.who.is(PARTNER)
    }
    /// The information-sharing agreement names every agency of a partner here but this one.
    fn basis(&self) -> bool {
        self.who.agency != "larchway"
    }
    fn own_agency(&self) -> bool {
        self.row.agency == self.who.agency && !self.row.agency.is_empty()
    }
    fn author(&self) -> bool {
        self.row.author == Some(self.who.id()) && !self.who.is(NOTHING)
    }
    fn near_is(&self, roles: &[&str]) -> bool {
        self.who.near && self.who.is(roles)
    }
    /// Marked for certain agencies, of which none is theirs, nor did an agency of theirs make it.
    fn elsewhere(&self) -> bool {
        !self.row.marked.is_empty() && !self.row.marked.contains(&self.who.agency) && !self.own_agency()
    }

    fn part(&self, action: &str) -> bool {
        let near_with_basis = self.statutory_near() || (self.partner_near() && self.basis());
        let partners_own = self.who.is(PARTNER) && self.own_agency();
        match action {
            "see-identity" => self.all() || self.statutory_near() || self.partner_near() || self.author(),
            "see-whereabouts" | "see-referral" | "see-outcome" => self.all() || near_with_basis || self.author(),
            "see-statuses" => self.all() || self.statutory_near() || self.partner_near(),
            "see-flag" => {
                self.all() || self.statutory_near() || self.partner_near() || (self.who.is(PARTNER) && self.basis())
            }
            "see-record" => self.all() || near_with_basis || partners_own,
            "see-referrer" => self.all() || (near_with_basis && !self.row.unnamed) || self.author(),
            "see-health" => self.near_is(&["health-practitioner"]) || (self.who.is(&["referrer"]) && self.own_agency()),
            "see-education" => {
                let mine = self.near_is(POLICE) || self.near_is(&["social-worker"]);
                self.who.is(CASE_MANAGER) || mine || partners_own || (self.who.is(&["referrer"]) && self.own_agency())
            }
            "see-legal" => {
                self.who.is(CASE_MANAGER) || self.near_is(&["social-worker"]) || self.who.is(&["governance"])
            }
            // Who allocates the work reads why somebody must not have it; whoever declared it reads nothing of the person.
            "see-conflict" => self.who.is(CASE_MANAGER),
            "see-investigation" => self.near_is(POLICE),
            "see-intelligence" => self.who.is(&["intelligence-officer"]) || self.author(),
            other => panic!("the table has no row for {other}"),
        }
    }
}

/// By hand, from access.md.
pub fn by_hand(who: &Who, it: &Canary) -> bool {
    if who.is(NOTHING) || who.is(&["admin"]) {
        return matches!(&it.seen, Seen::Only(them) if them.contains(&who.id()));
    }
    let named = who.name == "hubmanager" || (who.near && who.is(&["social-worker"]));
    let declared = who.near && who.is(&["social-worker"]);
    match &it.seen {
        Seen::Only(them) => them.contains(&who.id()),
        Seen::Nobodys(action, row) => {
            let nobody = Who { near: false, ..who.clone() };
            row.also.contains(&who.id()) || Says { who: &nobody, row }.part(action.0)
        }
        Seen::Part(..) if it.about == "restricted" && !named => false,
        Seen::Part(..) if it.about == "conflict" && declared => false,
        Seen::Part(action, _, row) => {
            let says = Says { who, row };
            !says.elsewhere() && (row.also.contains(&who.id()) || says.part(action.0))
        }
    }
}

/// As policy answers; none where it is not policy's to answer.
pub async fn by_policy(r: &Reading, who: &Who, it: &Canary) -> Option<bool> {
    let (action, of_person, row) = match &it.seen {
        Seen::Only(_) => return None,
        Seen::Nobodys(action, row) => (*action, Facts::NONE, row),
        Seen::Part(action, person, row) => (*action, r.facts_of(*person).await.unwrap(), row),
    };
    if row.also.contains(&who.id()) {
        return None; // it is theirs by what they have to do with it
    }
    let says = Says { who, row };
    let facts = of_person
        .with_if(Fact::Author, row.author == Some(who.id()))
        .with_if(Fact::OwnAgency, says.own_agency())
        .with_if(Fact::Elsewhere, says.elsewhere())
        .with_if(Fact::Unnamed, row.unnamed);
    Some(r.decide(action, facts).allowed)
}
