//! Over recorded pages where they are present.
