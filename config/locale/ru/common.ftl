# Words that every area uses: vocabularies, counts, times.

## Sentiment

sentiment-negative = негативный
sentiment-neutral = нейтральный
sentiment-positive = позитивный
side-praised = хвалят
side-blamed = ругают
irony-mark = ирония

## Urgency

urgency-critical = критично
urgency-high = срочно
urgency-normal = обычно
urgency-low = не срочно

## States of a reply

state-none = нет ответа
state-draft = черновик
state-in_review = ждёт согласования
state-approved = согласован
state-sending = отправляется
state-published = отправлен, проверяем
state-verified_live = виден на площадке
state-unknown = исход неизвестен
state-refused = отклонён площадкой
state-vanished = исчез с площадки
state-outdated = устарел: отзыв изменён
state-dropped = решено не отвечать

## Topics

topic-staff = персонал
topic-waiting = ожидание
topic-quality = качество
topic-price = цена
topic-cleanliness = чистота
topic-delivery = доставка
topic-booking = запись и бронирование
topic-refund = возврат денег
topic-safety = безопасность
topic-app_crash = сбои приложения
topic-app_login = вход в приложение
topic-app_ads = реклама в приложении
topic-app_update = обновление приложения
topic-support = поддержка
topic-ambience = обстановка
topic-other = другое

## Roles

role-owner = владелец
role-manager = менеджер
role-suggester = помощник
role-on_call = дежурный
role-viewer = наблюдатель

## Intents

intent-complaint = жалоба
intent-suggestion = предложение
intent-question = вопрос
intent-praise = благодарность
intent-abuse = оскорбление

## Fault

fault-business = виноваты мы
fault-customer = ошибка клиента
fault-third_party = виноват кто-то третий
fault-nobody = никто не виноват
fault-unclear = неясно, кто виноват

## Sensitive cases

sensitive-death = смерть
sensitive-injury = вред здоровью
sensitive-child = ребёнок
sensitive-discrimination = дискриминация
sensitive-self_harm = угроза себе

## Platforms

platform-app_store = App Store
platform-google_play = Google Play
platform-rustore = RuStore
platform-google = Google Карты
platform-yandex_maps = Яндекс Карты
platform-2gis = 2ГИС
platform-vk = ВКонтакте
platform-telegram = Telegram
platform-ok = Одноклассники
platform-facebook = Facebook
platform-instagram = Instagram
platform-youtube = YouTube
platform-trustpilot = Trustpilot
platform-tripadvisor = Tripadvisor
platform-steam = Steam
platform-mozilla_amo = Дополнения Mozilla
platform-mastodon = Mastodon
platform-reddit = Reddit
platform-x = X
platform-mailbox = почта
platform-form = форма жалоб
platform-file = файл

## Outcomes of a poll

outcome-ok = прочитан
outcome-slow = просят подождать
outcome-down = недоступен
outcome-auth = нет доступа
outcome-blocked = закрыт от нас
outcome-gone = не найден
outcome-drift = страница изменилась
outcome-unsupported = не поддерживается

## Health of a source

health-new = ещё не читали
health-green = всё хорошо
health-yellow = есть сомнения
health-red = не видим отзывов

## Counts. $n is a whole number.

count-reviews =
    { $n ->
        [one] { $n } отзыв
        [few] { $n } отзыва
       *[many] { $n } отзывов
    }
count-new-reviews =
    { $n ->
        [one] пришёл { $n } новый отзыв
        [few] пришли { $n } новых отзыва
       *[many] пришло { $n } новых отзывов
    }
count-replies =
    { $n ->
        [one] { $n } ответ
        [few] { $n } ответа
       *[many] { $n } ответов
    }
count-sources =
    { $n ->
        [one] { $n } источник
        [few] { $n } источника
       *[many] { $n } источников
    }
count-days =
    { $n ->
        [one] { $n } день
        [few] { $n } дня
       *[many] { $n } дней
    }

## Time left and overdue. $time is a length such as the three above it.

length-days-hours = { $days } д { $hours } ч
length-hours-minutes = { $hours } ч { $minutes } мин
length-hours = { $hours } ч
length-minutes = { $minutes } мин
time-left = осталось { $time }
time-overdue = просрочено на { $time }
time-now = срок сейчас
day-today = сегодня, { $time }
day-yesterday = вчера, { $time }
day-tomorrow = завтра, { $time }
stars = { $n } из 5
