//! What a review is about, in words of ours: the only thing of a review that gets into a draft.

use crate::domain::text::Reading;
use crate::domain::{Lang, Topic};
use crate::lint::pattern::Patterns;
use serde::Deserialize;
use std::sync::LazyLock;

const RU: &str = include_str!("../../config/skeletons/ru/aspects.toml");
const EN: &str = include_str!("../../config/skeletons/en/aspects.toml");

/// One thing that reviews are about, in the forms that skeletons need.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Aspect {
    pub topic: Topic,
    /// Patterns that name it; none makes it the default of its topic.
    #[serde(default)]
    pub stems: Vec<String>,
    /// «Вы пишете …».
    pub about: String,
    /// «Извините за …».
    pub sorry: String,
    /// «До 26 ноября …».
    pub action: String,
    /// «Спасибо за слова …»; none where it is never praised.
    #[serde(default)]
    pub praise: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    aspect: Vec<Aspect>,
}

/// Aspects of one language with their compiled stems.
pub struct Aspects(Vec<(Aspect, Patterns)>);

impl Aspects {
    /// Reads an aspects file.
    ///
    /// # Errors
    /// Place and what is allowed.
    pub fn read(text: &str) -> Result<Aspects, String> {
        let file: File = toml::from_str(text).map_err(|e| e.to_string())?;
        let compile = |a: Aspect| Patterns::new(&a.stems).map(|p| (a, p));
        file.aspect
            .into_iter()
            .map(compile)
            .collect::<Result<_, _>>()
            .map(Aspects)
    }

    /// The embedded ones.
    pub fn of(lang: Lang) -> &'static Aspects {
        // Part of the binary and read by a test: they cannot be broken at run time.
        static ALL: LazyLock<[Aspects; 2]> = LazyLock::new(|| {
            [RU, EN].map(|t| Aspects::read(t).unwrap_or_else(|e| panic!("embedded aspects: {e}")))
        });
        &ALL[usize::from(lang == Lang::En)]
    }

    /// Up to two aspects that the review names, in the order of their places in it; else the default of the first
    /// known topic. Topics of the judge come before other finds.
    pub fn find(&self, review: &Reading, topics: &[Topic]) -> Vec<&Aspect> {
        let mut found: Vec<(bool, usize, &Aspect)> = Vec::new();
        for (aspect, stems) in &self.0 {
            if let Some(hit) = stems.first(review)
                && !found
                    .iter()
                    .any(|(_, at, a)| *at == hit.start || a.topic == aspect.topic || a.about == aspect.about)
            {
                found.push((!topics.contains(&aspect.topic), hit.start, aspect));
            }
        }
        found.sort_by_key(|(foreign, at, _)| (*foreign, *at));
        let known = found.iter().any(|(foreign, ..)| !foreign);
        let mut named: Vec<&Aspect> = found
            .iter()
            .filter(|(foreign, ..)| !known || !foreign)
            .map(|(.., a)| *a)
            .take(2)
            .collect();
        if named.is_empty() {
            let default = |t: &Topic| {
                self.0
                    .iter()
                    .map(|(a, _)| a)
                    .find(|a| a.topic == *t && a.stems.is_empty())
            };
            named.extend(topics.iter().find_map(default));
        }
        named
    }
}
