//! Who answers: a role at an organisation, resolved to people by date (processes.md Part 1 rule 7), or one person.

use catalogue::{Accountable, Catalogue};
use door::{Account, Acting, Condition, Reading, args};
use kernel::{Day, Refused, UserId};
use policy::Seat;

use crate::record::{Clock, Outcome};
use crate::rules::{Fields, texts};

/// Who answers for a duty. With an owner, that person; otherwise everybody whose seat fits what is said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answerable {
    /// The role.
    pub role: Option<String>,
    /// At this kind of agency.
    pub agency_kind: Option<String>,
    /// At this agency.
    pub agency: Option<String>,
    /// In this team.
    pub team: Option<String>,
    /// This person.
    pub owner: Option<UserId>,
}

/// Somebody at work: their account and the seats they hold today.
#[derive(Clone, Copy, Debug)]
pub struct Working<'a> {
    /// The account.
    pub user: UserId,
    /// The seats.
    pub seats: &'a [Seat],
}

impl<'a> Working<'a> {
    /// Whoever reads or acts.
    #[must_use]
    pub fn of(acting: &'a Acting) -> Self {
        Self { user: acting.recorded_as(), seats: acting.principal.seats() }
    }

    /// Whether the duty is theirs: it is their own, or it has no owner and a seat of theirs fits.
    #[must_use]
    pub fn answers(self, it: &Answerable) -> bool {
        match it.owner {
            Some(owner) => owner == self.user,
            None => self.seats.iter().any(|seat| seated(it, seat)),
        }
    }

    /// Whether it belongs to a team of theirs; where no team is named, to their agency.
    #[must_use]
    pub fn of_team(self, it: &Answerable) -> bool {
        self.seats.iter().any(|seat| match (&it.team, &it.agency) {
            (Some(team), _) => seat.team.as_ref() == Some(team),
            (None, Some(agency)) => seat.agency == *agency,
            (None, None) => it.agency_kind.as_ref().is_some_and(|kind| seat.agency_kind == *kind),
        })
    }

    /// The condition over a table `t` with the columns of [`Answerable`] that equals [`Working::answers`].
    #[must_use]
    pub fn answers_sql(self) -> Condition {
        const SEAT: &str = "(t.owner IS NULL AND (t.role IS NOT NULL OR t.agency IS NOT NULL OR t.team IS NOT NULL)
            AND (t.role IS NULL OR t.role = {}) AND (t.agency_kind IS NULL OR t.agency_kind = {})
            AND (t.agency IS NULL OR t.agency = {}))";
        self.seats.iter().fold(Condition::of("t.owner = {}", args![self.user]), |any, seat| {
            let fits = Condition::of(SEAT, args![seat.role, seat.agency_kind, seat.agency]);
            any.or(match &seat.team {
                Some(team) => fits.and(Condition::of("(t.team IS NULL OR t.team = {})", args![team.clone()])),
                None => fits,
            })
        })
    }

    /// The condition over the table of clocks under the alias `t` for those with an outcome that are theirs, as
    /// [`Working::answers`]; so put that the store begins with theirs and does not look at everybody's.
    #[must_use]
    pub fn clocks_sql(self, outcome: Outcome) -> Condition {
        const OWN: &str = "t.id IN (SELECT c.id FROM clock c WHERE c.owner = {} AND c.outcome = {})";
        const ROLE: &str = "t.id IN (SELECT c.id FROM clock c WHERE c.role = {} AND c.outcome = {} AND c.owner IS NULL
            AND (c.agency_kind IS NULL OR c.agency_kind = {}) AND (c.agency IS NULL OR c.agency = {})
            AND ({} OR c.team IS NULL OR c.team = {}))";
        const ANY_ROLE: &str =
            "t.id IN (SELECT c.id FROM clock c WHERE c.role IS NULL AND c.outcome = {} AND c.owner IS NULL
            AND (c.agency IS NOT NULL OR c.team IS NOT NULL)
            AND (c.agency_kind IS NULL OR c.agency_kind = {}) AND (c.agency IS NULL OR c.agency = {})
            AND ({} OR c.team IS NULL OR c.team = {}))";
        self.seats.iter().fold(Condition::of(OWN, args![self.user, outcome]), |any, seat| {
            let (role, kind, agency) = (seat.role.clone(), seat.agency_kind.clone(), seat.agency.clone());
            let (every, team) = (seat.team.is_none(), seat.team.clone().unwrap_or_default());
            any.or(Condition::of(ROLE, args![role, outcome, kind.clone(), agency.clone(), every, team.clone()]))
                .or(Condition::of(ANY_ROLE, args![outcome, kind, agency, every, team]))
        })
    }

    /// The condition over a table `t` with columns `team` and `agency` for what belongs to a team, or without a team to
    /// an agency, of theirs.
    #[must_use]
    pub fn of_team_sql(self) -> Condition {
        self.seats.iter().fold(Condition::of("1 = 0", Vec::new()), |any, seat| {
            let any = any.or(Condition::of("(t.team IS NULL AND t.agency = {})", args![seat.agency]));
            match &seat.team {
                Some(team) => any.or(Condition::of("t.team = {}", args![team.clone()])),
                None => any,
            }
        })
    }
}

/// Whether a seat fits. One that is held in no team answers for every team of its agency.
#[must_use]
pub fn seated(it: &Answerable, seat: &Seat) -> bool {
    let says = it.role.is_some() || it.agency.is_some() || it.team.is_some();
    says && it.role.as_ref().is_none_or(|role| *role == seat.role)
        && it.agency_kind.as_ref().is_none_or(|kind| *kind == seat.agency_kind)
        && it.agency.as_ref().is_none_or(|agency| *agency == seat.agency)
        && (it.team.is_none() || seat.team.is_none() || it.team == seat.team)
}

/// SQL over a table `t`: nobody answers today, because no confirmed seat fits or the owner has left. `{}` thrice: today.
pub const UNOWNED: &str = "(t.owner IS NULL AND NOT EXISTS (SELECT 1 FROM seat s WHERE s.confirmed_by IS NOT NULL
    AND s.holds_from <= {} AND (s.holds_to IS NULL OR s.holds_to >= {})
    AND (t.role IS NOT NULL OR t.agency IS NOT NULL OR t.team IS NOT NULL)
    AND (t.role IS NULL OR s.role = t.role) AND (t.agency_kind IS NULL OR s.agency_kind = t.agency_kind)
    AND (t.agency IS NULL OR s.agency = t.agency) AND (t.team IS NULL OR s.team IS NULL OR s.team = t.team)))
    OR (t.owner IS NOT NULL AND NOT EXISTS (SELECT 1 FROM account a WHERE a.id = t.owner AND a.state = 'active'
    AND EXISTS (SELECT 1 FROM seat s WHERE s.holder = a.id AND s.confirmed_by IS NOT NULL
    AND (s.holds_to IS NULL OR s.holds_to >= {}))))";

impl From<&Clock> for Answerable {
    fn from(it: &Clock) -> Self {
        Self {
            role: it.role.clone(),
            agency_kind: it.agency_kind.clone(),
            agency: it.agency.clone(),
            team: it.team.clone(),
            owner: it.owner,
        }
    }
}

impl From<&crate::record::Row> for Answerable {
    fn from(it: &crate::record::Row) -> Self {
        Self {
            role: it.role.clone(),
            agency_kind: it.agency_kind.clone(),
            agency: it.agency.clone(),
            team: it.team.clone(),
            owner: it.owner,
        }
    }
}

impl Answerable {
    /// Who answers by a definition, with what the starting happening says of agency, team or person. A post lends its
    /// agency and team where it is of the kind of agency that answers.
    #[must_use]
    pub fn by(c: &Catalogue, it: &Accountable, fields: &Fields, on: Day) -> Self {
        let mut who = Self { role: it.role.clone(), agency_kind: it.kind.clone(), ..Self::default() };
        if let Some(post) = it.post.as_ref().and_then(|code| c.post(code, on)) {
            let kind = c.agency(&post.agency).map(|agency| agency.kind.clone());
            if it.kind.is_none() || it.kind == kind {
                who.agency = Some(post.agency.clone());
                who.team.clone_from(&post.team);
                who.role = who.role.or_else(|| Some(post.role.clone()));
            }
        }
        let named = it.field.as_ref().and_then(|field| texts(fields, field).into_iter().next());
        if let Some(named) = named {
            who.name(c, &named);
        }
        who
    }

    /// A person's id, a team's code or an agency's code.
    fn name(&mut self, c: &Catalogue, named: &str) {
        if let Ok(user) = named.parse::<UserId>() {
            self.owner = Some(user);
        } else if let Some((agency, team)) = c.team(named) {
            (self.agency, self.team) = (Some(agency.code.clone()), Some(team.code.clone()));
            self.agency_kind = Some(agency.kind.clone());
        } else if let Some(agency) = c.agency(named) {
            (self.agency, self.team) = (Some(agency.code.clone()), None);
            self.agency_kind = Some(agency.kind.clone());
        }
    }

    /// In words: the person is named by the page, which knows accounts.
    #[must_use]
    pub fn words(&self, c: &Catalogue) -> String {
        let role = self.role.as_ref().map(|it| c.role(it).map_or_else(|| it.replace('-', " "), |it| it.label.clone()));
        let team = self.team.as_ref().and_then(|it| c.team(it)).map(|(_, it)| it.name.clone());
        let agency = self.agency.as_ref().map(|it| c.agency(it).map_or_else(|| it.clone(), |it| it.name.clone()));
        let kind = match agency {
            Some(_) => None,
            None => self.agency_kind.as_ref().map(|it| c.label("agency-kinds", it).to_owned()),
        };
        let all: Vec<String> = [role, team, agency, kind].into_iter().flatten().collect();
        if all.is_empty() { "nobody named".to_owned() } else { all.join(", ") }
    }

    /// Everybody who answers on a day.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn people(&self, r: &Reading, on: Day) -> Result<Vec<Account>, Refused> {
        if let Some(owner) = self.owner {
            return r.plain("SELECT * FROM account WHERE id = $1", args![owner]).await;
        }
        let seats: Vec<door::Seat> = r
            .plain(
                "SELECT * FROM seat WHERE confirmed_by IS NOT NULL AND holds_from <= $1
                 AND (holds_to IS NULL OR holds_to >= $1) ORDER BY holds_from, id",
                args![on],
            )
            .await?;
        let mut all = Vec::new();
        for seat in seats {
            let held = Seat { role: seat.role, agency: seat.agency, agency_kind: seat.agency_kind, team: seat.team };
            if seated(self, &held) && !all.iter().any(|it: &Account| it.id == seat.holder) {
                all.extend(r.plain_one("SELECT * FROM account WHERE id = $1", args![seat.holder]).await?);
            }
        }
        Ok(all)
    }
}
