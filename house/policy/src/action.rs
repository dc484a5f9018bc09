//! What one may want to see or do. Each has a name that stays, and a sort that the forbidding policies go by.

/// Something one may want to do; rooms declare their own as constants. The name is lower-case words with hyphens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Action(pub &'static str);

/// What sort of act it is. In Cedar each action is in the group `every-see`, `every-read` ….
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sort {
    /// Shows content about a person (`see-…`).
    See,
    /// Shows what names nobody, or finds what other actions then show: searching, ledger, tables (`read-…`).
    Read,
    /// Changes the record of a person, or a case.
    Write,
    /// Hands something in without being shown anything: a referral, a question, intelligence (`give-…`).
    Give,
    /// Runs the system or one's own account: users, configuration, imports (`run-…`).
    Run,
}

impl Sort {
    /// Every sort.
    pub const ALL: [Self; 5] = [Self::See, Self::Read, Self::Write, Self::Give, Self::Run];

    /// The Cedar action group.
    #[must_use]
    pub const fn group(self) -> &'static str {
        match self {
            Self::See => "every-see",
            Self::Read => "every-read",
            Self::Write => "every-write",
            Self::Give => "every-give",
            Self::Run => "every-run",
        }
    }
}

impl Action {
    /// The sort: for the shared actions as listed here, for a room's own by the first word of its name
    /// (`see-`, `read-`, `give-`, `run-`); every other name is a [`Sort::Write`], the sort that most forbids meet.
    #[must_use]
    pub fn sort(self) -> Sort {
        if let Some((_, sort, _)) = SHARED.iter().find(|(it, _, _)| *it == self) {
            return *sort;
        }
        match self.0.split_once('-').map_or("", |(first, _)| first) {
            "see" => Sort::See,
            "read" => Sort::Read,
            "give" => Sort::Give,
            "run" => Sort::Run,
            _ => Sort::Write,
        }
    }

    /// What it is in plain words; a room's own action is named by its name.
    #[must_use]
    pub fn words(self) -> String {
        let found = SHARED.iter().find(|(it, _, _)| *it == self);
        found.map_or_else(|| self.0.replace('-', " "), |(_, _, words)| (*words).to_owned())
    }

    /// The shared action of that name; for a room's own ask [`Policy::action`](crate::Policy::action).
    #[must_use]
    pub fn shared(name: &str) -> Option<Self> {
        SHARED.iter().map(|(it, _, _)| *it).find(|it| it.0 == name)
    }
}

impl std::fmt::Display for Action {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }
}

macro_rules! actions {
    ($($name:ident = $text:literal, $sort:ident, $words:literal;)+) => {
        $(#[doc = concat!("To ", $words, " (access.md §2, §3).")] pub const $name: Action = Action($text);)+
        /// Every shared action with its sort and its words.
        pub const SHARED: &[(Action, Sort, &str)] = &[$(($name, Sort::$sort, $words)),+];
    };
}

actions! {
    // Seeing: the rows of access.md §2.
    SEE_POINTER = "see-pointer", See, "see that somebody is known, and which team to ask";
    SEE_FLAG = "see-flag", See, "see the exploitation flag";
    SEE_IDENTITY = "see-identity", See, "see names, birth date and identifiers";
    SEE_WHEREABOUTS = "see-whereabouts", See, "see addresses, placements and telephone numbers";
    SEE_STATUSES = "see-statuses", See, "see statuses and flags";
    SEE_REFERRAL = "see-referral", See, "read what a referral says";
    SEE_REFERRER = "see-referrer", See, "see who referred";
    SEE_OUTCOME = "see-outcome", See, "read the outcome words of a referral";
    SEE_RECORD = "see-record", See, "read assessments, level, plans, actions and case notes";
    SEE_HEALTH = "see-health", See, "read health notes";
    SEE_EDUCATION = "see-education", See, "read education and youth-justice detail";
    SEE_INVESTIGATION = "see-investigation", See, "see investigations and suspects";
    SEE_INTELLIGENCE = "see-intelligence", See, "read intelligence as it was submitted";
    SEE_SANITISED = "see-sanitised", See, "read sanitised intelligence";
    SEE_LEGAL = "see-legal", See, "read legal advice";
    SEE_CONFLICT = "see-conflict", See, "read why somebody declared a conflict of interest";
    SEE_PART_TWO = "see-part-two", See, "read part 2 of committee papers";
    SEE_LISTS_BEHIND = "see-lists-behind", See, "see unprotected tables and the lists behind numbers";
    SEE_AGGREGATE = "see-aggregate", Read, "see protected tables";
    SEE_LOOKED = "see-looked", Read, "see who looked";
    SEE_OPERATIONS = "see-operations", Read, "read the operation log";
    // Finding and taking out: rows come from the actions above.
    SEARCH = "search", Read, "search";
    EXPORT = "export", Read, "export a list or print a person's file";
    USE_DAY = "use-day", Read, "use one's own day and account pages";
    READ_LEDGER = "read-ledger", Read, "read the ledger";
    VERIFY_LEDGER = "verify-ledger", Read, "verify the ledger";
    REVIEW_ACCESS = "review-access", Read, "review unusual access";
    // Handing in.
    REFER = "refer", Give, "refer somebody";
    ASK_ADVICE = "ask-advice", Give, "ask for advice";
    SUBMIT_INTELLIGENCE = "submit-intelligence", Give, "submit intelligence";
    ASK_KNOWN = "ask-known", Give, "ask the team that knows somebody";
    // One's own referral, and the front door's work (P1).
    ADD_TO_REFERRAL = "add-to-referral", Write, "add information to one's own referral";
    WITHDRAW_REFERRAL = "withdraw-referral", Write, "withdraw one's own referral before it is decided";
    COPY_REFERRAL = "copy-referral", Write, "copy one's own referral into a new one";
    TAKE_REFERRAL = "take-referral", Write, "take a referral";
    HAND_OVER_REFERRAL = "hand-over-referral", Write, "hand over a referral";
    RETURN_REFERRAL = "return-referral", Write, "return a referral";
    DECIDE_REFERRAL = "decide-referral", Write, "decide a referral";
    DECIDE_AS_MANAGER = "decide-as-manager", Write, "decide a referral against the rule, with reason";
    ASK_REFERRER = "ask-referrer", Write, "ask the referrer for more";
    LOG_ADVICE = "log-advice", Write, "log advice";
    ANSWER_KNOWN = "answer-known", Write, "answer a question about somebody known";
    // Persons.
    CREATE_PERSON = "create-person", Write, "create a person";
    CHANGE_PERSON = "change-person", Write, "change a person";
    LINK_PERSONS = "link-persons", Write, "link persons";
    MERGE_PERSONS = "merge-persons", Write, "merge persons";
    UNMERGE_PERSONS = "unmerge-persons", Write, "unmerge persons";
    CONFIRM_MERGE = "confirm-merge", Write, "confirm another's merge or unmerge";
    MOVE_ENTRY = "move-entry", Write, "move an entry from the wrong person";
    RESTRICT_PERSON = "restrict-person", Write, "restrict a person, or change who is named";
    // The record.
    WRITE_NOTE = "write-note", Write, "write a case note, visit, call or document";
    WRITE_PLAN = "write-plan", Write, "write a plan";
    ADD_ACTION = "add-action", Write, "add an action";
    DO_ACTION = "do-action", Write, "do one's action";
    ASSESS = "assess", Write, "write an assessment and propose a level";
    AUTHORISE_ASSESSMENT = "authorise-assessment", Write, "authorise an assessment";
    ALLOCATE = "allocate", Write, "allocate a case";
    HAND_OVER = "hand-over", Write, "hand over a case";
    ACCEPT = "accept", Write, "accept what was handed over";
    APPROVE = "approve", Write, "approve a plan or closing";
    CHAIR = "chair", Write, "chair a meeting";
    CONFIRM_LEVEL = "confirm-level", Write, "confirm a level";
    OPEN_EPISODE = "open-episode", Write, "open an episode";
    CLOSE_EPISODE = "close-episode", Write, "close an episode, with outcome";
    MINUTE = "minute", Write, "minute a meeting";
    TICK_REVIEW = "tick-review", Write, "tick a cohort review";
    SIGN_REPORT = "sign-report", Write, "sign off the highlight report";
    NOMINATE = "nominate", Write, "nominate to MACE";
    DECIDE_MACE = "decide-mace", Write, "chair MACE and decide remain or remove";
    SANITISE = "sanitise", Write, "sanitise intelligence";
    // Clocks.
    ASK_EXTENSION = "ask-extension", Write, "ask for an extension of one's clock";
    EXTEND_CLOCK = "extend-clock", Write, "extend a clock";
    GIVE_LATE_REASON = "give-late-reason", Write, "give the reason for being late";
    // Break-glass (CK-91).
    BREAK_GLASS = "break-glass", Write, "break the glass";
    SECOND_GLASS = "second-glass", Write, "confirm another's break-glass";
    REVIEW_GLASS = "review-glass", Write, "review a break-glass";
    // Governance.
    APPROVE_EXPORT = "approve-export", Write, "approve another's export of over 200 persons";
    SET_RETENTION = "set-retention", Write, "set retention or a legal hold";
    ERASE = "erase", Write, "ask for an erasure";
    CONFIRM_ERASURE = "confirm-erasure", Write, "confirm another's erasure";
    ANSWER_SUBJECT = "answer-subject", Write, "answer a subject access request or complaint";
    // Running the system, and one's own account.
    DECLARE_CONFLICT = "declare-conflict", Run, "declare a conflict of interest";
    PROPOSE_IMPORT = "propose-import", Run, "propose an import";
    IMPORT = "import", Run, "import";
    PROPOSE_CONFIG = "propose-config", Run, "propose configuration";
    APPLY_CONFIG = "apply-config", Run, "apply configuration";
    PROPOSE_USER = "propose-user", Run, "propose a user or a role";
    CONFIRM_USER = "confirm-user", Run, "confirm a user or a role";
    DISABLE_USER = "disable-user", Run, "disable a user at once";
    END_SESSIONS = "end-sessions", Run, "end a user's sessions";
    RESET_SIGN_IN = "reset-sign-in", Run, "reset a user's sign-in";
    BACK_UP = "back-up", Run, "back up or restore";
}
