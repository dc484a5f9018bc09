//! Page frame, components, forms, lists, errors.
