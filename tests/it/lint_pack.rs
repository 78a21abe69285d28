//! The rule pack as data of the house: levels, own files, broken files.

use crate::support::Dir;
use otklik::config::Rules;
use otklik::domain::Lang;
use otklik::lint::{Input, Level, lint_by};
use otklik::rulebook::Rulebook;
use std::path::Path;

fn rules(text: &str) -> Rules {
    toml::from_str(text).expect("rules")
}

fn write(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    std::fs::write(path, text).expect("written");
}

fn level_of(book: &Rulebook, code: &str, text: &str, platform: Option<&str>) -> Option<Level> {
    let input = Input {
        text: text.to_owned(),
        platform: platform.map(str::to_owned),
        ..Input::default()
    };
    let found = lint_by(&book.pack(), &input, None, Lang::Ru).findings;
    found.into_iter().find(|f| f.code == code).map(|f| f.level)
}

const WORN: &str = "Здравствуйте! Проблему нашли вчера.";

#[test]
fn levels_are_set_by_workspace_platform_and_vertical() {
    let book = Rulebook::new(&rules(
        "[[level]]\ncode = \"worn_words\"\nlevel = \"off\"\nplatform = [\"vk\"]\n\
         [[level]]\ncode = \"worn_words\"\nlevel = \"block\"\n",
    ));
    assert_eq!(book.problem(), None);
    assert_eq!(level_of(&book, "worn_words", WORN, Some("vk")), None);
    assert_eq!(
        level_of(&book, "worn_words", WORN, Some("2gis")),
        Some(Level::Block)
    );
    let plain = Rulebook::new(&Rules::default());
    assert_eq!(level_of(&plain, "worn_words", WORN, None), Some(Level::Warn));
}

#[test]
fn a_level_for_an_unknown_code_and_a_lowered_final_one_are_refused() {
    let unknown =
        Rulebook::read(&rules("[[level]]\ncode = \"clichee\"\nlevel = \"off\"\n")).expect_err("refused");
    assert!(
        unknown.to_string().contains("clichee") && unknown.to_string().contains("allowed are cliche,"),
        "{unknown}"
    );
    let lowered = Rulebook::read(&rules("[[level]]\ncode = \"pii_in_public\"\nlevel = \"warn\"\n"))
        .expect_err("refused");
    assert!(
        lowered.to_string().contains("pii_in_public can only be"),
        "{lowered}"
    );
}

#[test]
fn a_file_of_the_house_adds_patterns() {
    let dir = Dir::new();
    write(
        &dir.path().join("ru/house.toml"),
        "[[more]]\ncode = \"slang\"\npatterns = [\"топчик*\", \"=огурчик & прям %4\"]\n",
    );
    let book = Rulebook::new(&Rules {
        folder: Some(dir.path().to_owned()),
        ..Rules::default()
    });
    assert_eq!(book.problem(), None);
    for text in [
        "Кофе просто топчик.",
        "Всё прям огурчиком.",
        "Огурчики наши прям хороши.",
    ] {
        assert_eq!(level_of(&book, "slang", text, None), Some(Level::Warn), "{text}");
    }
}

#[test]
fn a_broken_file_is_named_with_line_and_remedy_and_the_last_good_pack_stays() {
    let dir = Dir::new();
    let file = dir.path().join("ru/house.toml");
    write(&file, "[[more]]\ncode = \"slang\"\npatterns = [\"топчик*\"]\n");
    let rules = Rules {
        folder: Some(dir.path().to_owned()),
        ..Rules::default()
    };
    let book = Rulebook::new(&rules);
    for (text, line, told) in [
        (
            "[[more]]\ncode = \"slang\"\npatterns = [\n  \"ок\",\n  \"а~б\",\n]\n",
            5,
            "is no word",
        ),
        ("[[more]]\ncode = \"slangg\"\npatterns = []\n", 2, "allowed are"),
        ("[[more]]\ncode = \"slang\"\npattern = []\n", 3, "expected"),
        ("[lexicon\n", 1, "expected"),
    ] {
        write(&file, text);
        let problem = book.problem().expect("a problem");
        let place = format!("ru/house.toml:{line}:");
        assert!(problem.contains(&place) && problem.contains(told), "{problem}");
        assert_eq!(
            level_of(&book, "slang", "Кофе топчик.", None),
            Some(Level::Warn),
            "the last good pack"
        );
        assert_eq!(Rulebook::read(&rules).expect_err("broken").to_string(), problem);
    }
    write(&file, "[[more]]\ncode = \"slang\"\npatterns = [\"имбовый\"]\n");
    assert_eq!(book.problem(), None);
    assert_eq!(level_of(&book, "slang", "Кофе топчик.", None), None);
    assert_eq!(level_of(&book, "slang", "Кофе имбовый.", None), Some(Level::Warn));
}
