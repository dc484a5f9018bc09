//! Users: invited, given seats at agencies that the agency's manager confirms, suspended, covered for, and gone.

pub(crate) use absences::drawn as absences_of;
pub(crate) use list::seat_words;

mod absences;
pub mod api;
mod changes;
mod commands;
mod forms;
mod list;
mod owned;
mod page;
mod posts;
mod seating;

pub use absences::{EndAbsence, SetAbsence, covered_panel, covered_told};
pub use changes::{ChangeUser, EndSessions, InvitationAddress, LeaveUser, ResetSignIn, RestoreUser, SuspendUser};
pub use commands::{ConfirmSeat, EndSeat, InviteUser, NewSeat, ProposeSeat};
pub use forms::{change_form, cover_form, invite_form, leave_form, seat_form};
pub use list::{api as users_json, find, users};
pub use owned::{duties, people, waiting, waiting_panel};
pub use page::one;
pub use posts::{
    cancel_cover, change, confirm_seat, cover, end_seat, end_sessions, invite, leave, new_address, propose_seat, reset,
    restore, suspend,
};
pub use seating::{Standing, standing};

use door::{Account, Reading, Seat, args};
use kernel::{Refused, UserId};

/// An account.
pub(crate) async fn account(r: &Reading, id: UserId) -> Result<Account, Refused> {
    r.plain_one("SELECT * FROM account WHERE id = $1", args![id]).await?.ok_or(Refused::NotFound)
}

/// Every seat an account has or had, the newest first.
pub(crate) async fn seats(r: &Reading, holder: UserId) -> Result<Vec<Seat>, Refused> {
    r.plain("SELECT * FROM seat WHERE holder = $1 ORDER BY holds_from DESC, id DESC", args![holder]).await
}
