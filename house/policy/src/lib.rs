//! May this user do this to that, and why; the narrowing of lists.
