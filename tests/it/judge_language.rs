//! Languages told apart: short and long invented texts, and the neighbours that must not be taken for Russian.

use otklik::domain::Lang;
use otklik::judge::{Input, Settings, judge, judge_as};

fn lang(text: &str) -> String {
    let input = Input {
        text: text.to_owned(),
        ..Input::default()
    };
    judge(&input).lang
}

fn all(wanted: &str, texts: &str) {
    let wrong: Vec<_> = texts
        .lines()
        .map(str::trim)
        .filter(|t| !t.is_empty() && lang(t) != wanted)
        .map(|t| format!("{t} -> {}", lang(t)))
        .collect();
    assert!(wrong.is_empty(), "not {wanted}:\n{}", wrong.join("\n"));
}

#[test]
fn russian_is_known_by_one_word_and_by_many() {
    all(
        "ru",
        "норм
        супер
        топ
        ок
        Огонь!
        Класс 👍
        кайф
        Ужас
        не очень
        Вкусно
        Так себе
        спс
        Рекомендую
        ну такое
        Хорошо
        Плохо
        Отлично!!!
        обман
        Развод
        5 звёзд
        Всё ок
        Банк норм
        ЛУЧШИЕ
        Кофе бомба, цены норм
        Телефон сломан
        Мастер Оксана — золото
        Приложение зависает при входе
        Долго ждали заказ, официант забыл про нас, больше не придём
        Доставка Яндекс Go приехала через два часа, еда холодная
        Заказал iPhone 15 Pro, привезли другой цвет, деньги не вернули
        Объявление не соответствует, подъезд грязный, съёмщики шумят
        Отличное место рядом с метро, всегда свежая выпечка и вежливые девушки на кассе
        Карту заблокировали без объяснений, в чате отвечает бот, третий день без денег
        Раньше ходили каждую неделю, теперь испортились: порции меньше, цены выше",
    );
}

#[test]
fn english_is_known_by_one_word_and_by_many() {
    all(
        "en",
        "ok
        Great
        super nice
        meh
        Awful!!!
        love it
        Cool app
        Not good
        never again
        Five stars
        Worst service ever
        Nice place
        wow
        Yummy
        Broken
        Useless crap
        Waste of money
        No refund after cancellation
        The waiter was rude and the soup arrived cold
        Great value, will come back with my family next summer
        App crashes every time I open the camera on Android 14
        Lovely café with a naïve charm, but we waited an hour for our crêpes
        Booked two rooms, only one was ready, nobody at the desk could tell us when
        Delivered late and the box was crushed, seller does not answer
        They charged my card twice and support only sends canned replies
        Friendly staff, clean rooms, breakfast could be better",
    );
}

#[test]
fn the_neighbours_of_russian_are_not_russian() {
    all(
        "other",
        "Дякую
        Дуже смачно
        Погано
        Жахливо
        Смачна кава
        Гарне місце
        Дуже погане обслуговування, більше не прийду
        Чудовий заклад, затишно та смачно, персонал привітний, раджу всім
        Замовлення привезли через дві години, їжа холодна, гроші не повернули
        Дуже задоволена, але довго чекали
        Гарно, чисто, але дорого
        Вельмі смачна
        Дзякуй
        Вельмі добрае абслугоўванне, раю ўсім сябрам
        Ежа халодная, чакалі гадзіну, больш сюды не прыйдзем
        Дрэннае месца, усё было брудна
        Много добро обслужване, препоръчвам
        Храната беше вкусна, но чакахме един час
        Лошо отношение, няма да се върна повече
        Страхотно място, бързо обслужване и любезен персонал
        Благодаря
        Веома лоша услуга, нисам задовољан
        Одлично
        Све је било супер, особље љубазно, храна укусна
        Храна хладна, чекали смо сат времена, никад више
        Многу добра храна, пријатна атмосфера, препорачувам
        Өте жақсы мейрамхана
        Рахмет
        Керемет
        Тамақ дәмді, қызмет көрсету жылдам, бәрі ұнады
        Жаман қызмет, ақшамды қайтармады
        Абдан жакшы, рахмат
        Тамак даамдуу, кызмат жакшы экен
        Хизмат жуда яхши, рахмат
        Бик тәмле, рәхмәт
        Мазалы тағам, бағасы қолжетімді, рақмет",
    );
}

#[test]
fn other_languages_are_neither_russian_nor_english() {
    all(
        "other",
        "gut
        Sehr gut
        Danke schön
        Leider nicht zu empfehlen, das Essen war kalt und die Bedienung unfreundlich
        Tolles Hotel, freundliches Personal, gerne wieder
        Très bon
        Merci
        Très bon restaurant, je recommande
        Service lent et plats froids, nous ne reviendrons pas
        Muy bueno
        Excelente atención, la comida muy rica, vamos a volver
        Pésimo servicio, nunca más
        Ottimo
        Cibo ottimo e personale gentile, torneremo sicuramente
        Muito bom
        Péssimo atendimento, não recomendo
        Bardzo dobre
        Polecam, pyszne jedzenie i miła obsługa
        Velmi dobré jídlo a příjemná obsluha
        Çok güzel
        Yemekler harika, kesinlikle tavsiye ederim
        Heel lekker
        Mycket bra mat och trevlig personal
        Erittäin hyvä ruoka ja ystävällinen palvelu
        Foarte bun
        Bagus sekali
        Horosho
        Ochen vkusno, spasibo
        好吃
        とても美味しかったです
        아주 좋아요
        ممتاز
        שירות מעולה
        ძალიან კარგი
        👍
        123

        !!!",
    );
}

#[test]
fn two_languages_in_one_text_are_mixed() {
    all(
        "mixed",
        "Отличный сервис, персонал. The staff was very nice and helpful to us
        Great place! Очень понравилось, вернёмся ещё раз
        Ужасный отель, не советую. Dirty room and rude manager, avoid it",
    );
}

#[test]
fn only_configured_languages_are_named() {
    let read = |languages: &[Lang], text: &str| {
        let settings = Settings {
            languages: languages.to_vec(),
            ..Settings::default()
        };
        let input = Input {
            text: text.to_owned(),
            ..Input::default()
        };
        judge_as(&settings, &input).lang
    };
    let (russian, english) = ("Очень вкусно, спасибо", "Very tasty, thank you");
    assert_eq!(read(&[Lang::Ru], russian), "ru");
    assert_eq!(read(&[Lang::Ru], english), "other");
    assert_eq!(read(&[Lang::En], russian), "other");
    assert_eq!(read(&[Lang::En], english), "en");
    let both = format!("{russian}. {english} so much for this");
    assert_eq!(read(&[Lang::Ru], &both), "ru");
    assert_eq!(read(&[Lang::En], &both), "en");
    assert_eq!(read(&[Lang::Ru, Lang::En], &both), "mixed");
}
