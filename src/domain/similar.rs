//! Which past cases are like a review: Okapi BM25 over terms ([`super::stem::terms`]), with a boost for
//! the same topics and the same location. Pure; the candidates come from the store.

use std::collections::{BTreeMap, HashMap};

/// Saturation of a repeated term and weight of the text's length: the usual values of BM25.
const K1: f64 = 1.2;
const B: f64 = 0.75;
/// How much a case gains when all topics are the same.
const TOPICS: f64 = 0.25;
/// How much a case of the same location gains.
const LOCATION: f64 = 0.1;

/// What a case is looked up by.
#[derive(Debug, Clone, Default)]
pub struct Query {
    /// Term -> times in the review.
    pub terms: BTreeMap<String, i64>,
    /// Words of [`super::Topic`], without `other`.
    pub topics: Vec<String>,
    pub location: Option<String>,
}

/// How common terms are.
#[derive(Debug, Clone, Default)]
pub struct Library {
    /// Cases in all.
    pub cases: i64,
    /// Term -> cases that hold it; may be cut at a bound above which a term says next to nothing.
    pub holding: HashMap<String, i64>,
    /// Mean number of terms of a case.
    pub mean_length: f64,
}

/// A case that shares terms with the query.
#[derive(Debug, Clone)]
pub struct Candidate {
    pub id: String,
    /// The query's terms that it holds -> times.
    pub shared: BTreeMap<String, i64>,
    /// Number of its terms.
    pub length: i64,
    pub topics: Vec<String>,
    pub location: Option<String>,
}

/// A case with its likeness: 0 nothing in common, 1 the same words.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranked {
    pub id: String,
    pub similarity: f64,
}

impl Library {
    /// Rareness of a term, above 0.
    pub fn rareness(&self, term: &str) -> f64 {
        let holding = self.holding.get(term).copied().unwrap_or(0) as f64;
        let all = (self.cases as f64).max(holding);
        (1.0 + (all - holding + 0.5) / (holding + 0.5)).ln()
    }

    fn weight(&self, term: &str, times: i64, length: f64) -> f64 {
        let times = times as f64;
        let bound = K1 * (1.0 - B + B * length / self.mean_length.max(1.0));
        self.rareness(term) * times * (K1 + 1.0) / (times + bound)
    }
}

/// Share of common topics (Jaccard); 0 where neither has one.
fn same_topics(a: &[String], b: &[String]) -> f64 {
    let common = a.iter().filter(|t| b.contains(t)).count();
    let all = a.len() + b.len() - common;
    if all == 0 { 0.0 } else { common as f64 / all as f64 }
}

/// The `most` cases that are most alike, best first; of two equals the one with the later id.
pub fn rank(query: &Query, library: &Library, candidates: &[Candidate], most: usize) -> Vec<Ranked> {
    let own: f64 = query
        .terms
        .iter()
        .map(|(term, times)| library.weight(term, *times, library.mean_length))
        .fold(0.0, |sum, w| sum + w);
    if own <= 0.0 {
        return Vec::new();
    }
    let mut ranked: Vec<Ranked> = candidates
        .iter()
        .map(|c| {
            let words = c
                .shared
                .iter()
                .filter(|(term, _)| query.terms.contains_key(*term))
                .map(|(term, times)| library.weight(term, *times, c.length as f64))
                .fold(0.0, |sum, w| sum + w);
            let here = query.location.is_some() && query.location == c.location;
            let boost =
                1.0 + TOPICS * same_topics(&query.topics, &c.topics) + if here { LOCATION } else { 0.0 };
            Ranked {
                id: c.id.clone(),
                similarity: words * boost / own,
            }
        })
        .filter(|r| r.similarity > 0.0)
        .collect();
    ranked.sort_by(|a, b| {
        b.similarity
            .total_cmp(&a.similarity)
            .then_with(|| b.id.cmp(&a.id))
    });
    ranked.truncate(most);
    for r in &mut ranked {
        r.similarity = r.similarity.min(1.0);
    }
    ranked
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::stem::terms;

    fn candidate(id: &str, text: &str, query: &Query) -> Candidate {
        let all = terms(text);
        Candidate {
            id: id.into(),
            length: all.len() as i64,
            shared: all
                .into_iter()
                .filter(|(t, _)| query.terms.contains_key(t))
                .collect(),
            topics: Vec::new(),
            location: None,
        }
    }

    #[test]
    fn the_case_that_says_the_same_in_other_words_comes_first() {
        let query = Query {
            terms: terms("Официантка накричала на нас при всех"),
            ..Query::default()
        };
        let library = Library {
            cases: 3,
            mean_length: 6.0,
            ..Library::default()
        };
        let cases = [
            candidate("1", "Кофе принесли холодным, официант не извинился", &query),
            candidate(
                "2",
                "На нас при гостях орала официантка, крик стоял на весь зал",
                &query,
            ),
            candidate("3", "Приложение вылетает", &query),
        ];
        let ranked = rank(&query, &library, &cases, 3);
        assert_eq!(ranked[0].id, "2", "{ranked:?}");
        assert!(
            ranked
                .iter()
                .all(|r| r.id != "3" && (0.0..=1.0).contains(&r.similarity))
        );
    }

    #[test]
    fn topic_and_location_decide_between_equals() {
        let query = Query {
            terms: terms("долго ждали"),
            topics: vec!["waiting".into()],
            location: Some("Невский, 12".into()),
        };
        let library = Library {
            cases: 3,
            mean_length: 4.0,
            ..Library::default()
        };
        let mut cases = [
            candidate("3", "долго ждали", &query),
            candidate("2", "долго ждали", &query),
            candidate("1", "долго ждали", &query),
        ];
        cases[2].topics = vec!["waiting".into()];
        cases[1].location = Some("Невский, 12".into());
        let order: Vec<String> = rank(&query, &library, &cases, 3)
            .into_iter()
            .map(|r| r.id)
            .collect();
        assert_eq!(order, ["1", "2", "3"]);
    }
}
