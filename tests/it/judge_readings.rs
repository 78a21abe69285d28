//! Readings that went wrong once: harm beside kind stars, vague words, denials, insults that are only told of.

use super::judge::{read, starred};
use otklik::domain::{Sensitive, Sentiment, Urgency};

#[test]
fn harm_is_negative_whatever_three_stars_say() {
    let verdict = starred("Отравились всей семьёй, ребёнка увезли на скорой", 3);
    assert_eq!(verdict.sentiment, Sentiment::Negative);
    assert!(verdict.conflict && verdict.urgency == Urgency::Critical);
    let praise = starred("Всё понравилось, тараканов нет, очень чисто", 3);
    assert_eq!(praise.sentiment, Sentiment::Neutral);
    assert!(!praise.conflict);
}

#[test]
fn a_vague_word_is_not_read_as_sure_praise() {
    for text in ["норм", "ok", "Нормально"] {
        let p = read(text).p;
        assert!(p.positive < 0.8 && p.negative < 0.5, "{text} {p:?}");
    }
}

#[test]
fn harm_without_a_word_of_blame_is_negative_and_its_denial_is_praise() {
    for (text, sentiment) in [
        ("Got food poisoning after dinner here", Sentiment::Negative),
        ("Woke up covered in bites", Sentiment::Negative),
        ("No bed bugs, spotless room", Sentiment::Positive),
        ("Not a single complaint", Sentiment::Positive),
        ("Never had a bad meal here", Sentiment::Positive),
        ("Could not ask for more", Sentiment::Positive),
        ("Тараканов нет, чисто и уютно", Sentiment::Positive),
    ] {
        assert_eq!(read(text).sentiment, sentiment, "{text} {:?}", read(text).p);
    }
}

#[test]
fn insults_at_people_are_told_from_quoted_ones_and_from_anger_at_things() {
    for text in [
        "Одни дебилы работают в этом отделении",
        "Операторы откровенные х****",
        "Туповатые сотрудники, сил нет",
        "The staff are a bunch of morons",
        "Dumb people run this place",
        "В отделении работает одно хамло",
        "Сотрудники тупые и медленные",
    ] {
        assert!(read(text).abusive, "{text}");
    }
    for text in [
        "Нас держат за дураков",
        "Относятся к клиентам как к быдлу",
        "Официантка назвала меня коровой",
        "They called me stupid in front of everyone",
        "They treat customers like idiots",
        "Ну и дерьмо, а не приложение",
        "This damn app crashes again",
        "Какой же я дурак, что поверил рекламе",
        "Смотрят на клиента как на идиота",
        "Менеджеру сказал, что м***** позвонили",
        "Сотрудник 2****9 перезвонил",
        "Idiot app",
        "Black scum in the bathtub",
    ] {
        assert!(!read(text).abusive, "{text}");
    }
}

#[test]
fn a_dead_app_and_a_typing_slip_are_no_event_and_a_death_beside_them_is() {
    for text in [
        "Этот банк для меня умер",
        "Приложение умерло, чат не отвечает",
        "Заявку отравила через сайт, ответа нет",
        "Страховка покрывает смерть и травмы",
        "The hype died quickly",
        "The pool was a hit with our kids",
    ] {
        assert_eq!(read(text).sensitive, None, "{text}");
    }
    for (text, event) in [
        ("Банк умер. Мой отец тоже умер в мае", Sensitive::Death),
        ("Жена сломала ногу на вашем крыльце", Sensitive::Injury),
        ("Нас с ребёнком оставили без денег и еды", Sensitive::Child),
        ("Мне отказали, потому что я иностранец", Sensitive::Discrimination),
        ("My husband was rushed to the hospital", Sensitive::Injury),
    ] {
        assert_eq!(read(text).sensitive, Some(event), "{text}");
    }
}

#[test]
fn events_are_heard_by_what_came_after_and_by_who_was_treated_worse() {
    for (text, event) in [
        (
            "После вашей операции мы забирали брата уже из морга",
            Sensitive::Death,
        ),
        (
            "Оператор Светлана помогла, царство небесное дедушке",
            Sensitive::Death,
        ),
        (
            "We buried Dad on Tuesday and the flowers never came",
            Sensitive::Death,
        ),
        ("Подругу вынули из петли в вашем хостеле", Sensitive::SelfHarm),
        (
            "She swallowed a whole bottle of pills that evening",
            Sensitive::SelfHarm,
        ),
        (
            "Няня ушла за хлебом, малыш два часа кричал в кроватке",
            Sensitive::Child,
        ),
        (
            "The sitter was asleep and my toddler was out in the street",
            Sensitive::Child,
        ),
        ("Лак жёг, на следующий день веки заплыли", Sensitive::Injury),
        ("A waiter spilled hot soup on my lap", Sensitive::Injury),
        (
            "В салоне отказались стричь незрячего мужа",
            Sensitive::Discrimination,
        ),
        (
            "The table was gone once they heard my accent",
            Sensitive::Discrimination,
        ),
    ] {
        assert_eq!(read(text).sensitive, Some(event), "{text}");
    }
    for text in [
        "Голову сломала, пока искала вход",
        "Сердце остановилось, когда увидела цену",
        "Сын сломал игрушку в первый же день",
        "Официант будто слепой, в упор не видел нас",
        "Кожа на руле слезла за год",
        "Дети в восторге, аниматор умница",
        "Broke the bank, broke my heart",
        "The killer feature is offline maps",
    ] {
        assert_eq!(read(text).sensitive, None, "{text}");
    }
}

#[test]
fn events_are_heard_by_their_kind_and_their_words_elsewhere_are_none() {
    for (text, event) in [
        (
            "Второй месяц удерживаете детское пособие по чужому долгу",
            Sensitive::Child,
        ),
        (
            "Карту закрыли, сидим с двумя детьми без копейки",
            Sensitive::Child,
        ),
        (
            "Тренер швырнул мячом в мальчика, стоит и смеётся",
            Sensitive::Child,
        ),
        (
            "Переоформляю счёт, полгода как Николая не стало",
            Sensitive::Death,
        ),
        ("Осталась вдовой, а письма всё идут на его имя", Sensitive::Death),
        (
            "До больницы не довезли, скорая стояла у шлагбаума",
            Sensitive::Death,
        ),
        ("Стул сложился, ребро треснуло, хожу в корсете", Sensitive::Injury),
        ("Мужу дверью лифта прижало кисть", Sensitive::Injury),
        ("Официант уронил нож, четыре шва на стопе", Sensitive::Injury),
        (
            "Паспорт полистала и говорит: вашим счета не открываем",
            Sensitive::Discrimination,
        ),
        (
            "С чеченской фамилией вам лучше не звонить, сказал агент",
            Sensitive::Discrimination,
        ),
        (
            "На собеседовании: после сорока не берём",
            Sensitive::Discrimination,
        ),
    ] {
        assert_eq!(read(text).sensitive, Some(event), "{text}");
    }
    for text in [
        "Детское пособие приходит день в день",
        "Наш кот Кузя умер от старости, а корм ещё едет",
        "Прошлый чайник умер за полгода, этот держится",
        "Похоронили отличную программу лояльности",
        "В сериале вдова находит труп в подвале, смотрели до утра",
        "Крем от ожогов пахнет облепихой",
        "Спина и ноги отваливаются, зато душа поёт",
        "Приложение выкинуло меня из кабинета",
        "После оплаты чек не пришёл, таких документов не выдаём, говорят",
    ] {
        assert_eq!(read(text).sensitive, None, "{text}");
    }
}

#[test]
fn english_events_are_heard_by_their_kind_and_their_words_elsewhere_are_none() {
    let events: [(Sensitive, &[&str]); 5] = [
        (
            Sensitive::Death,
            &[
                "The bank still writes to my gran, and her ashes are on my shelf",
                "We were clearing out my aunt's flat and the shop took the sofa back",
                "Probate took a year because you lost the letter",
            ],
        ),
        (
            Sensitive::Injury,
            &[
                "The ladder slid and I landed on my hip, eight weeks on crutches",
                "The waxing left my legs covered in bruises",
            ],
        ),
        (
            Sensitive::Child,
            &[
                "Teacher grabbed my son by the arm and left scratches",
                "My card was frozen and I couldn't buy formula for the baby",
                "The driver put my daughter out of the bus at the wrong stop",
            ],
        ),
        (
            Sensitive::Discrimination,
            &[
                "The landlord heard my accent and the room was suddenly taken",
                "He said they don't rent to Nigerians",
                "The driver saw my guide dog and drove off",
            ],
        ),
        (
            Sensitive::SelfHarm,
            &["The night clerk sat with me after I swallowed a bottle of pills"],
        ),
    ];
    for (event, texts) in events {
        for text in texts {
            assert_eq!(read(text).sensitive, Some(event), "{text}");
        }
    }
    for text in [
        "The music drowned out every word",
        "Rest in peace, Twitter",
        "An advert for funeral plans in the middle of my game",
        "This price killed my budget",
        "The fruit was bruised and the bread cut thick",
        "Somebody will break a leg on these stairs one day",
        "Our dog was bitten by nobody and loves the vet",
        "We decorated the room because of the Asian theme",
        "I don't want to wake up to a thousand notifications",
    ] {
        assert_eq!(read(text).sensitive, None, "{text}");
    }
}

#[test]
fn an_insult_that_the_author_heard_is_not_his() {
    for text in [
        "Администратор крикнула мне вслед «психичка»",
        "Support told me to calm down, idiot",
        "Как стадо баранов стояли в очереди",
    ] {
        assert!(!read(text).abusive, "{text}");
    }
    for text in [
        "Вы реально стадо баранов",
        "Курьер – обезьяна тупая",
        "The night manager is a lazy pig",
    ] {
        assert!(read(text).abusive, "{text}");
    }
}
