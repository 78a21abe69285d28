//! The built binary: exit codes, what goes to stdout and what to stderr, and how errors help.

use crate::support::Dir;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const CONFIG: &str = r#"
[database]
url = "sqlite:{dir}/otklik.db"
[business]
name = "Зерно"
[[location]]
name = "Невский, 12"
time_zone = "Europe/Moscow"
[[source]]
name = "vk"
platform = "vk"
url = "https://vk.com/zerno_coffee"
location = "Невский, 12"
[source.access]
service_key = "vk1.a.some-key"
[[person]]
name = "maria"
email = "maria@example.org"
role = "manager"
digests = ["09:30"]
"#;

struct Bench {
    dir: Dir,
}

struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl Bench {
    fn new() -> Self {
        let bench = Bench { dir: Dir::new() };
        bench.file(
            "otklik.toml",
            &CONFIG.replace("{dir}", &bench.dir.path().display().to_string()),
        );
        bench
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, text).expect("written");
        path
    }

    /// The configuration with one piece replaced.
    fn but(&self, from: &str, to: &str) -> PathBuf {
        let text = CONFIG.replace("{dir}", &self.dir.path().display().to_string());
        assert!(text.contains(from), "{from}");
        self.file("wrong.toml", &text.replace(from, to))
    }

    fn run(&self, args: &[&str]) -> Ran {
        self.speaking("en", args)
    }

    fn speaking(&self, lang: &str, args: &[&str]) -> Ran {
        let Output {
            status,
            stdout,
            stderr,
        } = Command::new(env!("CARGO_BIN_EXE_otklik"))
            .args(args)
            .env("OTKLIK_LANG", lang)
            .current_dir(self.dir.path())
            .output()
            .expect("the program runs");
        Ran {
            code: status.code().expect("an exit code"),
            out: String::from_utf8(stdout).expect("UTF-8"),
            err: String::from_utf8(stderr).expect("UTF-8"),
        }
    }

    /// A command on the configuration of this bench.
    fn with(&self, command: &str, args: &[&str]) -> Ran {
        let all: Vec<&str> = [command, "--config", "otklik.toml"]
            .into_iter()
            .chain(args.iter().copied())
            .collect();
        self.run(&all)
    }
}

impl Ran {
    fn objects(&self) -> Vec<Value> {
        self.out
            .lines()
            .map(|l| serde_json::from_str(l).expect("JSONL"))
            .collect()
    }
}

#[test]
fn a_wrong_configuration_is_named_by_file_line_and_key_in_both_languages() {
    let bench = Bench::new();
    for (from, to, line, says_en, says_ru) in [
        ("name = \"Зерно\"", "nmae = \"Зерно\"", 5, "nmae", "nmae"),
        ("platform = \"vk\"", "platform = \"myspace\"", 11, "2gis", "2gis"),
        (
            "https://vk.com/zerno_coffee",
            "https://2gis.ru/firm/70000001000000077",
            12,
            "belongs to",
            "относится",
        ),
        (
            "location = \"Невский, 12\"",
            "location = \"Невский, 13\"",
            13,
            "[[location]]",
            "[[location]]",
        ),
        ("service_key", "servise_key", 15, "service_key", "service_key"),
        (
            "platform = \"vk\"",
            "platform = \"vk\"\nproxy = \"proxy.example.org:3128\"",
            12,
            "socks5://",
            "socks5://",
        ),
        ("role = \"manager\"", "role = \"boss\"", 19, "manager", "manager"),
        ("role = \"manager\"", "role = 5", 19, "role", "role"),
        (
            "maria@example.org",
            "maria",
            18,
            "name@example.org",
            "name@example.org",
        ),
        ("\"09:30\"", "\"25:30\"", 20, "person.digests", "person.digests"),
        ("Europe/Moscow", "Europe/Mosow", 8, "time_zone", "time_zone"),
    ] {
        let wrong = bench.but(from, to);
        let name = wrong.display().to_string();
        for (lang, says) in [("en", says_en), ("ru", says_ru)] {
            let ran = bench.speaking(lang, &["threads", "--json", "--config", &name]);
            assert_eq!(ran.code, 2, "{to}: {}", ran.err);
            assert_eq!(ran.err.lines().count(), 1, "one line: {}", ran.err);
            assert!(ran.err.contains(&format!("{name}:{line}:")), "{to}: {}", ran.err);
            assert!(ran.err.contains(says), "{lang}: {to}: {}", ran.err);
            let russian = ran.err.chars().any(|c| ('а'..='я').contains(&c) && lang == "ru");
            assert_eq!(russian, lang == "ru", "{}", ran.err);
        }
    }
}

#[test]
fn wrong_usage_is_told_from_failure() {
    let bench = Bench::new();
    bench.file("a.jsonl", "{\"id\":\"1\",\"text\":\"a\"}\n");
    for (args, code, says) in [
        (
            vec!["threads", "--json", "--config", "absent.toml"],
            2,
            "absent.toml",
        ),
        (
            vec!["poll", "--config", "otklik.toml", "--source", "vkk"],
            2,
            "vk",
        ),
        (
            vec!["import", "--config", "otklik.toml", "--source", "vkk", "a.jsonl"],
            2,
            "vk",
        ),
        (
            vec![
                "import",
                "--config",
                "otklik.toml",
                "--source",
                "vk",
                "absent.jsonl",
            ],
            1,
            "absent.jsonl",
        ),
        (vec!["restore", "--config", "otklik.toml", "absent"], 1, "absent"),
        (
            vec![
                "digest",
                "--config",
                "otklik.toml",
                "--person",
                "m",
                "--at",
                "2026-11-23T09:00:00Z",
                "--out",
                ".",
            ],
            2,
            "maria",
        ),
        (
            vec![
                "digest",
                "--config",
                "otklik.toml",
                "--person",
                "maria",
                "--at",
                "noon",
                "--out",
                ".",
            ],
            2,
            "--at",
        ),
        (
            vec!["export", "--config", "otklik.toml", "--format", "xml"],
            2,
            "jsonl",
        ),
        (
            vec![
                "export",
                "--config",
                "otklik.toml",
                "--format",
                "csv",
                "--since",
                "x",
            ],
            2,
            "--since",
        ),
        (vec!["source", "add", "https://example.org/x"], 2, "app_store"),
        (vec!["source", "add", ""], 2, "link"),
        (vec!["adapter", "test", "absent"], 1, "absent"),
    ] {
        let ran = bench.run(&args);
        assert_eq!(ran.code, code, "{args:?}: {}", ran.err);
        assert!(ran.err.contains(says), "{args:?}: {}", ran.err);
        assert!(ran.out.is_empty(), "{args:?}: {}", ran.out);
    }
}

#[test]
fn an_import_names_bad_records_and_takes_the_rest() {
    let bench = Bench::new();
    let lines = "{\"id\":\"1\",\"text\":\"Очень вкусно\",\"rating\":5,\"author\":\"Анна\"}\nnot json\n\
                 {\"id\":\"2\",\"text\":\"Ждали час\",\"rating\":9}\n{\"id\":\"1\",\"text\":\"again\"}\n\
                 {\"id\":\"3\",\"text\":\"Долго\",\"created_at\":\"2026-11-01\"}\n";
    bench.file("in.jsonl", lines);
    let ran = bench.with("import", &["--source", "vk", "in.jsonl"]);
    assert_eq!(ran.code, 3, "{}", ran.err);
    let told: Vec<&str> = ran.err.lines().collect();
    assert_eq!(told.len(), 3, "{}", ran.err);
    for (line, at) in told.iter().zip(["in.jsonl:2:", "in.jsonl:3:", "in.jsonl:4:"]) {
        assert!(line.contains(at), "{line}");
    }
    assert_eq!(ran.objects()[0]["new"], 2);
    assert_eq!(ran.objects()[0]["failed"], 3);
    let again = bench.with("import", &["--source", "vk", "in.jsonl"]);
    assert_eq!(again.objects()[0]["new"], 0, "the same file brings nothing new");
    let stored = bench.with("reviews", &["--json"]);
    assert_eq!(stored.objects().len(), 2);
}

#[test]
fn seeded_reviews_go_round_by_backup_and_by_export() {
    let bench = Bench::new();
    assert_eq!(bench.with("seed-demo", &["--reviews", "300"]).code, 0);
    assert_eq!(
        bench.with("seed-demo", &["--reviews", "50"]).code,
        0,
        "a second call goes on"
    );
    let all = bench.with("export", &["--format", "jsonl"]);
    assert_eq!(all.objects().len(), 350);
    assert!(all.err.is_empty(), "no progress bar in a pipe: {}", all.err);
    assert!(
        all.objects()
            .iter()
            .all(|o| o["thread"].is_array() && o["source"] == "vk")
    );
    let table = bench.with("export", &["--format", "csv"]);
    assert!(table.out.starts_with('\u{feff}') && table.out.ends_with("\r\n"));

    assert_eq!(bench.with("backup", &["copy"]).code, 0);
    assert!(!bench.path("copy.part").exists());
    let refused = bench.with("restore", &["copy"]);
    assert_eq!(refused.code, 1);
    assert!(refused.err.contains("not empty"), "{}", refused.err);
    let config = CONFIG.replace("{dir}/otklik.db", &bench.path("new.db").display().to_string());
    bench.file("new.toml", &config);
    let back = bench.run(&["restore", "--config", "new.toml", "copy"]);
    assert_eq!(back.code, 0, "{}", back.err);
    let again = bench.run(&["export", "--config", "new.toml", "--format", "jsonl"]);
    let without_notes = |ran: &Ran| -> Vec<Value> {
        ran.objects()
            .into_iter()
            .map(|mut o| {
                o["thread"] = Value::Null;
                o
            })
            .collect()
    };
    assert_eq!(without_notes(&again), without_notes(&all));
}

#[test]
fn a_digest_is_rendered_and_nothing_changes() {
    let bench = Bench::new();
    assert_eq!(bench.with("seed-demo", &["--reviews", "200"]).code, 0);
    let before = bench.with("export", &["--format", "jsonl"]).out;
    let at = [
        "--person",
        "maria",
        "--at",
        "2026-11-24T06:30:00Z",
        "--out",
        "mails",
    ];
    let ran = bench.with("digest", &at);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let eml = std::fs::read_to_string(bench.path(ran.out.trim())).expect("the file that it names");
    assert!(
        eml.contains("maria@example.org") && eml.contains("Subject:"),
        "{eml}"
    );
    assert_eq!(bench.with("export", &["--format", "jsonl"]).out, before);
    assert_eq!(bench.with("digest", &at).out, ran.out);
}

#[test]
fn platforms_are_listed_with_what_they_keep() {
    let bench = Bench::new();
    let listed = bench.run(&["adapter", "list", "--json"]);
    assert_eq!(listed.code, 0);
    let ids: Vec<String> = listed
        .objects()
        .iter()
        .map(|o| o["platform"].as_str().unwrap_or("").to_owned())
        .collect();
    let known: Vec<&str> = otklik_adapters::all()
        .iter()
        .map(|a| a.manifest().id.as_str())
        .collect();
    assert_eq!(ids, known);
    for o in listed.objects() {
        assert_eq!(o["conformance"]["failed"], 0, "{o}");
        assert!(o["conformance"]["passed"].as_u64() > Some(15), "{o}");
        for key in ["read", "reply", "auth", "limit", "access", "evidence"] {
            assert!(o.get(key).is_some(), "{key}: {o}");
        }
    }
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("adapters/twogis");
    let tested = bench.run(&["adapter", "test", &own.display().to_string()]);
    assert_eq!(tested.code, 0, "{}", tested.err);
}

/// A platform that writes down secrets and contacts of people.
fn talkative() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let origin = format!("http://{}", listener.local_addr().expect("an address"));
    std::thread::spawn(move || {
        use std::io::{Read, Write};
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let mut head = [0; 4096];
            let n = stream.read(&mut head).unwrap_or(0);
            let asked = String::from_utf8_lossy(&head[..n]).into_owned();
            let body = serde_json::json!({ "response": { "count": 1, "items": [], "echo": asked,
                "text": "пишите на vera.lapteva@mail.example.org или +7 (812) 555-00-11",
                "next_token": "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJ4In0.c2lnbmF0dXJl" } })
            .to_string();
            let answer = format!(
                "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
                body.len()
            );
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    origin
}

#[test]
fn a_recording_of_a_keyed_route_holds_no_secret_and_no_contact_of_a_person() {
    let bench = Bench::new();
    let text = format!(
        "[business]\nname = \"Зерно\"\n[network.rewrite]\n\"api.vk.com\" = \"{}/api.vk.com\"\n[[source]]\nname = \"vk\"\n\
         platform = \"vk\"\nurl = \"https://vk.com/zerno_coffee\"\n[source.access]\nservice_key = \"PLANTED-SERVICE-KEY\"\n",
        talkative()
    );
    let config = bench.file("record.toml", &text).display().to_string();
    let ran = bench.run(&["adapter", "record", "--config", &config, "--source", "vk"]);
    let told = ran
        .objects()
        .into_iter()
        .next()
        .unwrap_or_else(|| panic!("{}", ran.err));
    assert!(told["exchanges"].as_u64() > Some(0), "{told}");
    let dir = bench.path(told["dir"].as_str().expect("a folder"));
    let mut read = String::new();
    for file in std::fs::read_dir(&dir).expect("the folder") {
        let bytes = std::fs::read(file.expect("a file").path()).expect("readable");
        read.push_str(&String::from_utf8_lossy(&bytes));
    }
    assert!(read.contains("пишите на ***"), "{read}");
    for secret in ["PLANTED-SERVICE-KEY", "vera.lapteva", "555-00-11", "eyJhbGciOi"] {
        assert!(!read.contains(secret), "{secret}: {read}");
    }
    let unknown = bench.run(&["adapter", "record", "--config", &config, "--source", "vkk"]);
    assert_eq!(unknown.code, 2, "{}", unknown.err);
    let keys = bench
        .file("keys.toml", "service_key_file = \"/nowhere/key\"\n")
        .display()
        .to_string();
    let missing = bench.run(&[
        "adapter",
        "record",
        "https://vk.com/zerno_coffee",
        "--access",
        &keys,
    ]);
    assert_eq!(missing.code, 2, "{}", missing.err);
    assert!(missing.err.contains("service_key_file"), "{}", missing.err);
}

#[test]
fn a_folder_of_somebody_else_s_adapter_is_tested_where_it_is() {
    let bench = Bench::new();
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("adapters/mozilla_amo");
    let dir = bench.path("elsewhere");
    copy(&own, &dir);
    // another platform altogether, by its own file
    let toml = std::fs::read_to_string(dir.join("adapter.toml")).expect("readable");
    std::fs::write(
        dir.join("adapter.toml"),
        toml.replace("id = \"mozilla_amo\"", "id = \"addons\""),
    )
    .expect("written");
    let ran = bench.run(&["adapter", "test", &dir.display().to_string()]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    std::fs::remove_dir_all(dir.join("fixtures/page2")).expect("removed");
    let ran = bench.run(&["adapter", "test", &dir.display().to_string()]);
    assert_eq!(ran.code, 3, "{}", ran.err);
    assert!(ran.err.contains("fixtures/page2 is missing"), "{}", ran.err);
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let there = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &there);
        } else {
            std::fs::copy(&path, &there).expect("copied");
        }
    }
}

#[test]
fn what_source_add_prints_is_a_configuration() {
    let bench = Bench::new();
    for link in [
        "https://apps.apple.com/ru/app/zerno/id6400000017",
        "2gis.ru/moscow/firm/70000001000000077?m=1",
        "https://vk.com/zerno_coffee",
        "https://t.me/zerno",
    ] {
        for lang in ["ru", "en"] {
            let ran = bench.speaking(lang, &["source", "add", link]);
            assert_eq!(ran.code, 0, "{}", ran.err);
            let whole = format!("[business]\nname = \"Зерно\"\n{}", ran.out);
            otklik::config::read(&whole, Path::new("printed.toml"))
                .unwrap_or_else(|e| panic!("{e}\n{whole}"));
        }
    }
}

#[test]
fn the_example_configuration_is_sound() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/otklik.example.toml");
    let text = std::fs::read_to_string(&path).expect("the example");
    let read = otklik::config::read(&text, &path);
    assert!(read.is_ok(), "{:?}", read.err().map(|e| e.to_string()));
    let sections = [
        "[database]",
        "[web]",
        "[mail]",
        "[business]",
        "[network.rewrite]",
        "[reply]",
        "[escalation]",
        "[retention]",
        "[[deadline]]",
        "[[webhook]]",
        "[[location]]",
        "[[source]]",
        "[[person]]",
    ];
    for section in sections {
        assert!(text.lines().any(|l| l == section), "{section}");
    }
}

#[test]
fn a_test_message_without_a_mail_server_is_a_partial_failure() {
    let bench = Bench::new();
    let ran = bench.with("test-mail", &["--person", "maria"]);
    assert_eq!(ran.code, 3);
    assert_eq!(ran.objects()[0]["ok"], false);
}

#[test]
fn a_command_line_that_cannot_be_understood_is_explained_in_the_users_language() {
    let bench = Bench::new();
    for (args, russian, english) in [
        (
            &["poll", "--bogus"][..],
            "аргумент «--bogus» здесь не ожидался",
            "\"--bogus\" was not expected",
        ),
        (&["rum"][..], "команды «rum» нет", "no command \"rum\""),
        (
            &["poll"][..],
            "не хватает: --config <FILE>",
            "missing: --config <FILE>",
        ),
        (
            &["poll", "--config"][..],
            "после «--config <FILE>» нужно значение",
            "\"--config <FILE>\" needs a value",
        ),
        (
            &["demo", "--listen", "here"][..],
            "«here» не подходит для «--listen <ADDR>»",
            "\"here\" does not fit \"--listen <ADDR>\"",
        ),
        (
            &["demo", "break"][..],
            "не хватает: <PLATFORM>",
            "missing: <PLATFORM>",
        ),
    ] {
        for (lang, told, usage) in [
            ("ru", russian, "Как писать: otklik"),
            ("en", english, "Usage: otklik"),
        ] {
            let ran = bench.speaking(lang, args);
            assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{args:?}");
            assert!(ran.err.contains(told), "{}", ran.err);
            // the library does not say how to write it where only a value is wrong
            let value = told.contains(['«', '"']) && told.contains('<');
            assert_eq!(ran.err.contains(usage), !value, "{}", ran.err);
            assert!(
                ran.err.contains("--help") && !ran.err.contains('\u{1b}'),
                "{}",
                ran.err
            );
            let latin = ran.err.lines().next().is_some_and(|l| l.starts_with("Error"));
            assert_eq!(latin, lang == "en", "{}", ran.err);
        }
    }
    let meant = bench.speaking("ru", &["rum"]).err;
    assert!(meant.contains("Возможно, нужно «run»."), "{meant}");
}
