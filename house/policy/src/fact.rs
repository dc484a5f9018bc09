//! What Cedar is told of a thing: twenty yes-or-no facts, each relative to the one who asks. Rooms and the door work
//! them out (from allocations, teams, sharing agreements, markings …); nothing else about a thing reaches a policy,
//! so that decisions can be remembered per distinct facts and a list can be narrowed by SQL that equals Cedar's answer.

kernel::words! {
    /// One fact about a thing, relative to who asks (access.md §2 and §3). False where it does not apply.
    pub enum Fact {
        /// The person is on the list *who works with them* with me in it, or the task, action, clock or hand-over is mine.
        Mine = "mine" / "it is yours: you work with this person, or the task is yours",
        /// The person, question, clock or user belongs to a team in which I have a seat. For a second yes to
        /// break-glass: the one who asks is of my team.
        MyTeam = "my_team" / "it belongs to your team",
        /// I made this very thing: my own referral, submission, paper or ledger entry.
        Author = "author" / "you made it yourself",
        /// The entry, or the user, is of an agency in which I have a seat.
        OwnAgency = "own_agency" / "it is your own agency's",
        /// The person is restricted: relative of staff, witness, covert placement.
        Restricted = "restricted" / "the person is restricted",
        /// I am on the restricted person's list of names.
        Named = "named" / "you are on the restricted person's list",
        /// I declared a conflict of interest about this person, and it still stands.
        Conflict = "conflict" / "you declared a conflict",
        /// The entry is marked for certain agencies and conditions that still hold, none of which is mine, and no
        /// agency of mine made it. A mark whose day has passed sets nothing.
        Elsewhere = "elsewhere" / "it is marked for other agencies",
        /// My agency has a live sharing basis for this person and purpose (until rooms say more: the partnership's
        /// information-sharing agreement, dated configuration per agency and purpose). For [`SEE_FLAG`](crate::action::SEE_FLAG)
        /// the purpose is the exploitation flag: agencies that have it are the *named services*.
        Basis = "basis" / "your agency has a live sharing basis",
        /// My break-glass covers this person and has not run out (4 hours).
        Glass = "glass" / "your break-glass covers this person",
        /// A second person, who manages another line, confirmed that break-glass; needed for a restricted person.
        GlassSeconded = "glass_seconded" / "a second person confirmed your break-glass",
        /// On the agenda of a meeting, panel or committee in which I sit, while it is listed.
        Listed = "listed" / "it is on the agenda of a meeting in which you sit",
        /// In a sample of cases that I was asked to review.
        Sampled = "sampled" / "it is in your sample",
        /// P1: child under 13 with a sexual concern, child with a learning disability, or a proposed level 3, and the
        /// decision is neither `s17_assessment` nor `strategy_discussion`.
        NeedsManager = "needs_manager" / "the decision needs the front-door manager",
        /// I would approve, authorise, grant, confirm or review what I asked for, wrote or did myself.
        OwnAction = "own_action" / "it is your own request or work",
        /// A purpose was stated for this session or export, and is in the ledger.
        Reason = "reason" / "you stated a reason",
        /// What would be shown is only the part's summary (for an investigation: that there is one).
        Summary = "summary" / "only the summary is shown",
        /// The referrer asked not to be named.
        Unnamed = "unnamed" / "the referrer asked not to be named",
        /// Something this waits for is outstanding: the review of my last break-glass (CK-91), or a second person's
        /// yes to an export of over 200 persons.
        Outstanding = "outstanding" / "a review or approval is outstanding",
        /// The agency has nobody yet who could confirm its users.
        NoManager = "no_manager" / "the agency has no manager yet",
    }
}

/// A set of facts; 32 bits, so that it is a good key to remember decisions by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Facts(pub u32);

impl Facts {
    /// No fact holds.
    pub const NONE: Self = Self(0);
    /// Every fact; useful as the mask of what is known.
    pub const ALL: Self = Self((1 << Fact::ALL.len()) - 1);

    /// These facts hold, no other.
    #[must_use]
    pub const fn of(facts: &[Fact]) -> Self {
        let (mut it, mut i) = (Self::NONE, 0);
        while i < facts.len() {
            it = it.with(facts[i]);
            i += 1;
        }
        it
    }
    /// And this fact holds.
    #[must_use]
    pub const fn with(self, fact: Fact) -> Self {
        Self(self.0 | 1 << fact as u32)
    }
    /// And this fact holds if `so`; otherwise nothing changes.
    #[must_use]
    pub const fn with_if(self, fact: Fact, so: bool) -> Self {
        if so { self.with(fact) } else { self }
    }
    /// But not this fact.
    #[must_use]
    pub const fn without(self, fact: Fact) -> Self {
        Self(self.0 & !(1 << fact as u32))
    }
    /// Whether the fact holds.
    #[must_use]
    pub const fn has(self, fact: Fact) -> bool {
        self.0 >> fact as u32 & 1 == 1
    }
    /// What either set has.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
    /// The facts of the set, in order.
    pub fn iter(self) -> impl Iterator<Item = Fact> {
        Fact::ALL.iter().copied().filter(move |it| self.has(*it))
    }
}

impl FromIterator<Fact> for Facts {
    fn from_iter<I: IntoIterator<Item = Fact>>(facts: I) -> Self {
        facts.into_iter().fold(Self::NONE, Self::with)
    }
}
