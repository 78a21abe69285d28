//! Lists of reviews: each read once, and the place of what cannot be read.

use crate::{Failure, Sighting};
use std::collections::HashSet;
use std::fmt::Display;

/// The reviews of a list, each id once: lists move while they are paged. `at`: the path of the list.
/// `read` gives nothing for an element that is no review, and the wrong field for one that lost it.
///
/// # Errors
/// [`Failure::Drift`] at `at[position].field`.
pub fn each<T, R, E>(
    at: &str,
    items: impl IntoIterator<Item = T>,
    read: impl Fn(T) -> Result<R, E>,
) -> Result<Vec<Sighting>, Failure>
where
    R: Into<Option<Sighting>>,
    E: Display,
{
    let (mut found, mut known) = (Vec::new(), HashSet::new());
    for (i, item) in items.into_iter().enumerate() {
        let one = read(item).map_err(|field| wrong(at, i, &field))?.into();
        found.extend(one.filter(|s: &Sighting| known.insert(s.id.clone())));
    }
    Ok(found)
}

/// The failure of one element of a list. `field` may itself be a position (`[4]`).
pub fn wrong(at: &str, i: usize, field: &impl Display) -> Failure {
    let field = field.to_string();
    let dot = if field.starts_with('[') { "" } else { "." };
    Failure::drift(format!("{at}[{i}]{dot}{field}"))
}

/// Where no review of a page has any words, the words have moved. `at`: where they stood.
///
/// # Errors
/// [`Failure::Drift`] at `at`.
pub fn worded(found: &[Sighting], at: &str) -> Result<(), Failure> {
    if !found.is_empty() && found.iter().all(|s| s.text.is_empty()) {
        return Err(Failure::drift(at));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(id: &&str) -> Result<Option<Sighting>, &'static str> {
        match *id {
            "" => Err("id"),
            "[]" => Err("[4]"),
            "hidden" => Ok(None),
            id => Ok(Some(Sighting {
                id: id.to_owned(),
                ..Sighting::default()
            })),
        }
    }

    #[test]
    fn every_review_is_told_once_and_a_wrong_one_by_its_place() {
        let found = each("list", &["1", "hidden", "2", "1"], read).unwrap();
        let ids: Vec<&str> = found.iter().map(|s| s.id.as_str()).collect();
        assert_eq!(ids, ["1", "2"]);
        assert_eq!(each("list", &["1", ""], read), Err(Failure::drift("list[1].id")));
        assert_eq!(each("a[0]", &["[]"], read), Err(Failure::drift("a[0][0][4]")));
        assert_eq!(worded(&found, "text"), Err(Failure::drift("text")));
        assert_eq!(worded(&[], "text"), Ok(()));
    }
}
