//! The length of a text as X counts it (twitter-text, configuration 3), and as Mastodon does.

/// Ranges of letters that count one; everything else counts two. Cyrillic is in the first.
const LIGHT: [(u32, u32); 4] = [(0, 0x10FF), (0x2000, 0x200D), (0x2010, 0x201F), (0x2032, 0x2037)];

/// What an address counts, whatever its length.
const ADDRESS: usize = 23;

/// Weighted length. An emoji made of several characters counts two. Addresses are known by their
/// scheme; bare domains, which X links too, count as letters.
pub fn of(text: &str) -> usize {
    words(text, letters)
}

/// Length as Mastodon and its kin count: characters, of a name on another server the first half.
pub fn of_fediverse(text: &str) -> usize {
    words(text, |word| {
        let bare = word.trim_end();
        let half = bare.strip_prefix('@').and_then(|name| name.split_once('@'));
        let unsaid = half.map_or(0, |(_, server)| server.chars().count() + 1);
        word.chars().count() - unsaid
    })
}

/// The sum over all words with the space behind each.
fn words(text: &str, length: impl Fn(&str) -> usize) -> usize {
    text.split_inclusive(char::is_whitespace)
        .map(|word| {
            let bare = word.trim_end();
            let space = word.len() - bare.len();
            let link = bare.starts_with("https://") || bare.starts_with("http://");
            if link {
                ADDRESS + space.min(1)
            } else {
                length(word)
            }
        })
        .sum()
}

fn letters(word: &str) -> usize {
    let mut joined = false;
    word.chars()
        .map(|c| {
            // Parts of an emoji: what follows a joiner, the joiner, variation, colour of skin.
            let part = std::mem::replace(&mut joined, c == '\u{200D}');
            match u32::from(c) {
                _ if part => 0,
                0x200D | 0xFE0F | 0x1F3FB..=0x1F3FF => 0,
                n if LIGHT.iter().any(|(from, to)| (*from..=*to).contains(&n)) => 1,
                _ => 2,
            }
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_count_one_pictures_two_and_addresses_23() {
        for (text, count) in [
            ("Спасибо!", 8),
            ("ありがとう", 10),
            ("🔥", 2),
            ("👨‍👩‍👧", 2),
            ("👍🏽 да", 5),
            (
                "см. https://zerno.example/menu/очень/длинный/адрес и всё",
                4 + 23 + 6,
            ),
            ("http://a.example", 23),
            ("", 0),
        ] {
            assert_eq!(of(text), count, "{text}");
        }
        for (text, count) in [
            ("🔥 да", 4),
            ("@oleg@kofe.example да", 8),
            ("@oleg да", 8),
            ("почта oleg@kofe.example", 23),
            ("см. https://zerno.example/menu/очень/длинный/адрес", 27),
        ] {
            assert_eq!(of_fediverse(text), count, "{text}");
        }
    }
}
