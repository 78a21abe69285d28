//! The words of a reply that bind us: what a promise is about.

use super::dates;
use super::pack::Pack;
use crate::domain::text::Reading;

/// Longest text of a promise, characters.
const LONGEST: usize = 300;

/// The first sentence in which we bind ourselves («вернёмся», «исправим до 24 ноября»); with a date
/// before one without. `None`: nothing is promised.
pub fn promised(pack: &Pack, text: &str) -> Option<String> {
    let reading = Reading::new(text);
    let scan = pack.scan(&reading);
    let bound: Vec<usize> = scan.lexicon("promise").iter().map(|hit| hit.sentence).collect();
    let dated: Vec<usize> = dates::terms(&reading).iter().map(|t| t.sentence).collect();
    let chosen = bound.iter().find(|s| dated.contains(s)).or(bound.first())?;
    let sentence = reading.sentences.get(*chosen)?;
    Some(
        reading
            .slice(sentence.start, sentence.end.min(sentence.start + LONGEST))
            .trim()
            .to_owned(),
    )
}

#[cfg(test)]
mod tests {
    use super::{Pack, promised};

    #[test]
    fn the_sentence_that_binds_us_is_found() {
        let text = "Здравствуйте! Разберёмся со сменой. До 24 ноября вернёмся с ответом. Спасибо.";
        assert_eq!(
            promised(Pack::embedded(), text).as_deref(),
            Some("До 24 ноября вернёмся с ответом.")
        );
        assert_eq!(
            promised(Pack::embedded(), "Вернёмся с ответом. Спасибо.").as_deref(),
            Some("Вернёмся с ответом.")
        );
        assert_eq!(
            promised(Pack::embedded(), "Спасибо за тёплые слова о бариста!"),
            None
        );
    }
}
