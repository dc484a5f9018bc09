//! Which person is this about?
