//! Everybody who walks the hub: the fifteen personas, and each further role, near to a person and far from them.

use catalogue::Catalogue;
use door::{Account, AccountState, Acting, Command, Seat, Session, Via, Writing};
use kernel::{Refused, UserId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::kit::Hub;

/// Somebody who walks.
#[derive(Clone)]
pub struct Who {
    pub name: String,
    pub role: String,
    pub agency: String,
    /// Whether they stand on the list *who works with them* of every person planted.
    pub near: bool,
    pub acting: Acting,
    /// The secret of their session; empty for the public.
    pub secret: String,
}

impl Who {
    /// Whether they are one of these roles.
    pub fn is(&self, roles: &[&str]) -> bool {
        roles.contains(&self.role.as_str())
    }
    pub fn id(&self) -> UserId {
        self.acting.recorded_as()
    }
}

/// Roles beyond the personas, each at an agency.
const FURTHER: &[(&str, &str)] = &[
    ("intelligence-officer", "moorland-police"),
    ("disruption-officer", "moorland-police"),
    ("analyst", "moorland-police"),
    ("missing-coordinator", "wrenmoor-children"),
    ("health-practitioner", "wrenmoor-mental-health"),
    ("education-officer", "wrenmoor-education"),
    ("vcs-worker", "fernlight-project"),
    ("panel-member", "wrenmoor-partnership"),
    ("adult-social-worker", "wrenmoor-adults"),
    ("reviewing-officer", "wrenmoor-children"),
    ("return-interviewer", "stepping-back"),
    ("carer", "wrenmoor-fostering"),
    ("committee-officer", "wrenmoor-governance"),
    ("partnership-manager", "wrenmoor-partnership"),
    ("auditor", "wrenmoor-partnership"),
];

/// Roles that may work with somebody, so that it matters whether they do.
const WORKERS: &[(&str, &str)] = &[
    ("social-worker", "wrenmoor-children"),
    ("missing-coordinator", "wrenmoor-children"),
    ("police-officer", "moorland-police"),
    ("intelligence-officer", "moorland-police"),
    ("health-practitioner", "wrenmoor-mental-health"),
    ("education-officer", "wrenmoor-education"),
    ("youth-worker", "wrenmoor-youth"),
    ("vcs-worker", "fernlight-project"),
    // No sharing agreement names this one.
    ("vcs-worker", "larchway"),
    ("adult-social-worker", "wrenmoor-adults"),
    ("adult-lead", "wrenmoor-adults"),
    // On the list, but in a role that opens nothing by it.
    ("referrer", "tarnside-high"),
    ("panel-member", "wrenmoor-children"),
    ("admin", "wrenmoor-governance"),
];

/// An account with one seat and a session, in force from long ago.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
struct Arrive {
    name: String,
    role: String,
    agency: String,
    agency_kind: String,
    team: Option<String>,
    secret_hash: String,
    token_hash: String,
}

impl Command for Arrive {
    const NAME: &'static str = "lantern.arrive";
    const WHAT: &'static str = "Makes an account with a session for a test.";
    type Done = UserId;
    async fn carry_out(&self, w: &mut Writing) -> Result<UserId, Refused> {
        let id: UserId = w.new_id();
        let account = Account {
            id,
            name: self.name.clone(),
            shown_as: self.name.clone(),
            mail: format!("{}@example.org", self.name),
            state: AccountState::Active,
            trained_to: None,
            vetted_to: None,
            created: w.now,
            version: 1,
        };
        w.keep(&account).await?;
        let seat = Seat {
            id: w.new_id(),
            holder: id,
            role: self.role.clone(),
            agency: self.agency.clone(),
            agency_kind: self.agency_kind.clone(),
            team: self.team.clone(),
            holds_from: "2020-01-01".parse().unwrap(),
            holds_to: None,
            proposed_by: None,
            confirmed_by: Some(id),
            version: 1,
        };
        w.keep(&seat).await?;
        for (kind, secret_hash) in [("browser", &self.secret_hash), ("token", &self.token_hash)] {
            let session = Session {
                id: w.new_id(),
                secret_hash: secret_hash.clone(),
                holder: id,
                kind: kind.to_owned(),
                begun: w.now,
                last_used: w.now.plus_hours(24 * 30), // it is never idle
                ends: w.now.plus_hours(24 * 365),
                proved: w.now,
                device: "a test".to_owned(),
                ended: None,
            };
            w.keep(&session).await?;
        }
        Ok(id)
    }
}

/// Everybody who is signed in proves who they are.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
struct Prove {}

impl Command for Prove {
    const NAME: &'static str = "lantern.prove";
    const WHAT: &'static str = "Makes every session of a test fresh.";
    type Done = ();
    async fn carry_out(&self, w: &mut Writing) -> Result<(), Refused> {
        let now = w.now;
        w.run("UPDATE session SET proved = $1", door::args![now]).await.map(drop)
    }
}

/// Lets everybody prove who they are, after days of planting.
pub async fn prove(hub: &Hub) {
    hub.house_does(Prove {}).await.unwrap();
}

/// Lets somebody arrive.
pub async fn arrive(hub: &Hub, name: &str, (role, agency): (&str, &str), team: Option<&str>, near: bool) -> Who {
    let secret = format!("secret-of-{name}");
    let kind = Catalogue::embedded().agency(agency).unwrap_or_else(|| panic!("no agency {agency}")).kind.clone();
    let command = Arrive {
        name: name.to_owned(),
        role: role.to_owned(),
        agency: agency.to_owned(),
        agency_kind: kind,
        team: team.map(str::to_owned),
        secret_hash: identity::hash_token(&secret),
        token_hash: identity::hash_token(&format!("{secret}-token")),
    };
    let id = hub.house_does(command).await.unwrap();
    let acting = hub.house.door.user(id, Via::Page).await.unwrap();
    Who { name: name.to_owned(), role: role.to_owned(), agency: agency.to_owned(), near, acting, secret }
}

/// The team that answers for everybody planted.
pub const TEAM: &str = "assessment-north";

/// Everybody, and at the end the public.
pub async fn everybody(hub: &Hub) -> Vec<Who> {
    let mut all = Vec::new();
    for it in hub::demo::PERSONAS {
        all.push(arrive(hub, it.name, (it.role, it.agency), None, false).await);
    }
    for (role, agency) in FURTHER {
        all.push(arrive(hub, &format!("far-{role}"), (role, agency), None, false).await);
    }
    for (nth, (role, agency)) in WORKERS.iter().enumerate() {
        let team = (*role == "social-worker").then_some(TEAM);
        all.push(arrive(hub, &format!("near-{nth}-{role}"), (role, agency), team, true).await);
    }
    let (role, secret, acting) = ("the-public".to_owned(), String::new(), Acting::public());
    all.push(Who { name: role.clone(), role, agency: String::new(), near: false, acting, secret });
    all
}

/// One of them by name.
pub fn one<'a>(all: &'a [Who], name: &str) -> &'a Who {
    all.iter().find(|it| it.name == name).unwrap_or_else(|| panic!("nobody is called {name}"))
}

/// Those who are near.
pub fn near<'a>(all: &'a [Who], role: &str) -> &'a Who {
    all.iter().find(|it| it.near && it.role == role).unwrap_or_else(|| panic!("no near {role}"))
}
