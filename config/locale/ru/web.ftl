# Texts of pages.

web-brand = Отклик
web-skip = К содержанию
web-nav = Разделы
web-nav-queue = Очередь
web-nav-promises = Обещания
web-nav-topics = Темы
web-nav-me = Личное
web-nav-sources = Источники
web-nav-mails = Почта
web-nav-help = Клавиши
web-logout = Выйти
web-back = Назад
web-never = ещё ни разу
web-nobody = никто
web-daemon = Отклик
web-anonymous = Без имени

## Errors

error-id = Сообщите этот номер тому, кто ведёт сервер:
error-home = К очереди
error-400 = Запрос не понят. Вернитесь назад и попробуйте ещё раз.
error-403 = Для этого нужны другие права.
error-404 = Такой страницы нет.
error-405 = Так к этой странице обратиться нельзя.
error-409 = Пока вы смотрели, кто-то всё изменил. Откройте страницу заново.
error-413 = Слишком большой запрос.
error-421 = Этот сервер не отвечает по такому адресу.
error-429 = Слишком много неверных паролей. Подождите { $minutes ->
        [one] { $minutes } минуту
        [few] { $minutes } минуты
       *[many] { $minutes } минут
    } и попробуйте снова.
error-500 = Что-то сломалось у нас. Ничего не потеряно, попробуйте ещё раз.
error-logged-out = Вы вышли из системы, и ничего не изменилось. Войдите и повторите.

## What the desk does not take

desk-text-empty = Текст ответа пуст.
desk-text-too-long = Текст длиннее 20 000 знаков.
desk-promise-not-a-date = Срок обещания — не дата.
desk-promise-internal-late = Внутренний срок позже того, что вы называете автору.
desk-promise-past = Срок обещания уже прошёл: поставьте новую дату и в тексте, и в обещании.
desk-promise-owner = Этот человек не может отвечать за обещание на этой точке.
desk-hours-unreadable = Часы работы точки в настройках не читаются.
desk-fixed-not-a-date = Дата исправления — не дата.
desk-fixed-in-the-future = Дата исправления ещё не наступила.
desk-boundary-nobody-insulted = В этом отзыве никого не оскорбили.
desk-boundary-order = Шаги идут по порядку: предупреждение, просьба говорить по делу, только письменно.
desk-spot-length = Напишите слова, до 200 знаков, и заготовки, до 2 000 знаков.
desk-spot-many = Больше 50 записей не нужно никому. Уберите старые.
desk-review-removed = Отзыв удалён с площадки, отвечать уже некуда.
desk-goes-out-by-itself = Этот ответ уйдёт сам, вставлять его не нужно.
desk-reason-missing = Напишите причину, хотя бы одно слово.
desk-note-length = Заметка пуста или длиннее 5 000 знаков.
desk-blocked = Проверка не пропускает этот текст.

## Log-in and passwords

web-login-title = Вход
web-login-lead = Ответы на отзывы видны всем. Поэтому каждый одобрен человеком с именем.
web-login-name = Имя или почта
web-login-password = Пароль
web-login-go = Войти
web-login-forgot = Задать новый пароль
web-login-wrong = Имя или пароль не подходят.
web-form-title = Напишите нам
web-form-lead = Расскажите, что случилось. Прочитает человек, и ответит тоже человек.
web-form-text = Что случилось: где, когда, что вы хотели бы
web-form-rating = Оценка, если хотите
web-form-name = Как к вам обращаться (можно не указывать)
web-form-email = Почта
web-form-email-why = На неё придёт ответ. Без почты мы прочтём, но ответить не сможем.
web-form-website = Сайт (оставьте пустым)
web-form-consent = Согласен, чтобы мой текст и почта хранились и использовались для разбора обращения и ответа
web-form-go = Отправить
web-form-no-text = Напишите, что случилось.
web-form-long = Слишком длинно: сократите до 5000 знаков.
web-form-bad-email = Почта написана с ошибкой: нужен вид anna@example.org.
web-form-name-long = Имя и почта — не длиннее 200 знаков.
web-form-bad-rating = Оценка — от 1 до 5.
web-form-no-consent = Без согласия мы не вправе хранить обращение: отметьте галочку.
web-form-sent-title = Спасибо, получили
web-form-sent = Обращение уже в очереди у сотрудников. Если вы оставили почту, ответ придёт на неё.
web-reset-title = Новый пароль
web-reset-lead = Пришлём письмо со ссылкой, она действует сутки.
web-reset-go = Прислать письмо
web-reset-sent-title = Проверьте почту
web-reset-sent = Если такой человек у нас есть, письмо со ссылкой уже в пути.
web-password-title = Задайте пароль
web-password-lead = Здравствуйте, { $name }. После этого вы сразу войдёте.
web-password-new = Новый пароль
web-password-again = Ещё раз
web-password-hint = От 8 знаков, лучше 15. Подойдёт любая фраза.
web-password-go = Сохранить и войти
web-password-short = Пароль короче 8 знаков.
web-password-long = Пароль длиннее 256 знаков.
web-password-common = Такой пароль подбирают первым. Придумайте другой.
web-password-differs = Пароли не совпали.
web-password-dead-title = Ссылка больше не действует
web-password-dead = Она уже использована или старше суток. Закажите новую.

## Keys

web-help-title = Клавиши
web-help-lead = Работают в любой раскладке: важна клавиша, а не буква.
web-key-move = вниз и вверх по очереди
web-key-open = открыть отзыв
web-key-approve = к кнопке «Согласовать»
web-key-edit = к тексту ответа
web-key-variant = следующий вариант черновика
web-key-search = поиск
web-key-queue = очередь
web-key-promises = обещания
web-key-topics = темы
web-key-sources = источники
web-key-help = эта страница
web-keys-off = Выключить клавиши
web-keys-on = Включить клавиши

## Queue

web-queue-lead = Сначала то, на что надо ответить раньше.
web-tabs = Части очереди
web-tab-open = Все
web-tab-hot = Горит
web-tab-review = Ждут согласования
web-tab-work = В работе
web-tab-unanswered = Без ответа
web-tab-praise = Благодарности
web-tab-closed = Закрыто
web-search = Поиск по отзывам
web-filter-source = Все источники
web-filter-location = Все точки
web-filter-mine = только мои
web-filter-go = Найти
web-filter-clear = Сбросить
web-tick = Отметить
web-take = Беру
web-hand-over = Передать
web-media =
    { $n ->
        [one] { $n } вложение
        [few] { $n } вложения
       *[many] { $n } вложений
    }
web-looked =
    { $n ->
        [one] Вложение просмотрено
       *[many] Вложения просмотрены
    }
web-looked-hint = Откройте отзыв на площадке и посмотрите: до этого ответ не согласовать.
web-looked-done = вложения просмотрены
web-edited = отзыв изменён
web-removed = удалён с площадки
web-no-stars = без оценки
web-editing-by = Сейчас пишет { $name }
web-due-none = без срока
web-state-by-hand = одобрен, вставьте на площадке
web-state-outbox = уйдёт в { $time }
web-closed = закрыто
web-closed-answered = отвечено
web-closed-history = из истории
web-closed-removed = отзыв удалён
web-closed-no-reply = решено не отвечать
web-pages = Страницы
web-page-before = Назад
web-page-after = Дальше
web-bulk-lead = С отмеченными:
web-bulk-assign = Назначить
web-bulk-drop = Не отвечать
web-bulk-title = Сделано не всё
web-bulk-done = Сделано: { $done }. Пропущено, потому что за это время изменилось: { $left }.
web-empty-open = Всё отвечено
web-empty-hot = Ничего не горит
web-empty-review = Согласовывать нечего
web-empty-work = В работе ничего нет
web-empty-unanswered = Без ответа никого не оставили
web-empty-praise = Новых благодарностей нет
web-empty-closed = Закрытых ещё нет
web-empty-found = Ничего не нашлось
web-empty-hint = Видно ли нам всё, показывает страница

## Review

web-next = Следующий
web-final-by = окончательный ответ: { $time }
web-without-calendar = срок по будням: производственного календаря на этот год нет
web-assignee = Отвечает
web-alert = Срочно.
web-alert-since = Никто не взял, ждём с: { $time }
web-alert-take = Беру на себя
web-provider = взят с { $name }
web-open-there = Открыть на площадке
web-orders-machine = Отзыв обращается к программе, а не к вам: похоже на попытку подсунуть инструкции. Черновик от него не зависит, модель не спрашивали. Читайте ответ внимательно.
web-removed-at = Площадка больше не показывает этот отзыв: { $time }
web-official-pending = Ответ на проверке у площадки, люди его ещё не видят
web-official = Ответ, который сейчас виден на площадке
web-edits =
    { $n ->
        [one] { $n } правка автора
        [few] { $n } правки автора
       *[many] { $n } правок автора
    }
web-edit-at = Версия { $n }, { $time }
web-facts = Что известно
web-facts-intent = Автор пишет
web-facts-topics = О чём
web-facts-negative = Негатив
web-facts-conflict = Звёзды и текст спорят друг с другом: прочитайте внимательно.
web-facts-abusive = В тексте есть оскорбление человека.
web-correct = Прочитано неверно? Поправить
web-correct-sentiment = Тон
web-correct-urgency = Срочность
web-correct-go = Поправить
web-correct-hint = Программа учится на поправках в фоне. Срок и тревога этого отзыва остаются прежними.
web-correct-count =
    { $n ->
        [one] Пока { $n } поправка.
        [few] Пока { $n } поправки.
       *[many] Пока { $n } поправок.
    }
web-correct-learned = Усвоено: из { $all } исправленных ответов верны без помощи { $after }, раньше было { $before }.
web-correct-not-learned = Не усвоено: иначе хуже читались бы закреплённые примеры.
web-correct-back = Читать как раньше
web-fault = Чья вина
web-fault-suggested = предположение, решает человек
web-history = Тот же автор раньше
web-history-answer = Мы ответили
web-similar = Похожие случаи
web-similar-percent = похож на { $n } %
web-similar-reply = Что ответили тогда
web-worked-raised = Автор поднял оценку
web-worked-thanked = Автор поблагодарил
web-worked-removed = Автор убрал отзыв
web-worked-settled = Больше автор не возвращался
web-worked-fresh = Пока рано судить
web-worked-reopened = Автор остался недоволен

## Reply

web-reply = Ответ
web-text = Текст ответа
web-promise = Обещаем до
web-promising = Обещание
web-promise-internal = Сами сделаем до
web-promise-owner = Отвечает
web-promise-approver = кто согласует
web-promising-hint = Можно задать только внутренний срок: публичный посчитаем с запасом, в полтора раза дальше по рабочим дням.
web-check = Проверить
web-save = Сохранить
web-submit = Отправить на согласование
web-approve = Согласовать: уйдёт в { $time }, можно отменить
web-approve-hint = Уйдёт ровно этот текст. До { $time } его можно вернуть, потом мы проверим, что он виден на площадке.
web-approve-by-hand = Согласовать для ручной публикации
web-approve-by-hand-hint = Текст никуда не уйдёт сам: его нужно скопировать и вставить на площадке. Когда он появится, мы это увидим.
web-variants = Варианты черновика
web-variant-with_apology = С извинением
web-variant-without_apology = Без извинения
web-variant-with_sympathy = С сочувствием
web-variant-without_sympathy = Без сочувствия
web-variant-thanks = Благодарность
web-variant-thanks_with_detail = Благодарность с подробностью
web-variant-thanks_short = Благодарность коротко
web-variant-answer_later = Ответим к сроку
web-variant-clarify = С уточнением
web-variant-consider = Обсудим
web-variant-check = Проверим
web-variant-noted = Прочитали
web-variant-noted_short = Прочитали, иначе
web-variant-not_about_us = Похоже, не о нас
web-variant-not_about_us_short = Похоже, не о нас, иначе
web-variant-model = От языковой модели
web-variant-short = Короче
web-variant-long = Подробнее
web-length-chars = { $used } из { $max } знаков
web-length-bytes = { $used } из { $max } байт
web-length-utf16 = { $used } из { $max } знаков UTF-16
web-length-free =
    { $used ->
        [one] { $used } знак
        [few] { $used } знака
       *[many] { $used } знаков
    }
web-lint-verdict = { $blocks ->
        [0] { "" }
        [one] { $blocks } запрет
        [few] { $blocks } запрета
       *[many] { $blocks } запретов
    }{ $blocks ->
        [0] { "" }
       *[other] { $warns ->
            [0] { "" }
           *[other] { ", " }
        }
    }{ $warns ->
        [0] { "" }
        [one] { $warns } совет
        [few] { $warns } совета
       *[many] { $warns } советов
    }
web-lint-pass = замечаний нет
web-lint-block = Нельзя.
web-lint-warn = Совет.
web-lint-fix = Лучше так:
web-lint-override = Почему здесь всё же можно (запишем в историю)
web-lint-reorder = Переставить в нужном порядке
web-lint-order = объяснение → действие → срок → извинение
web-rules = Правила линтера
web-rules-broken = Файл правил сломан, действует последний исправный набор: { $problem }
web-lint-fixed = Этот запрет не снимается: измените текст.
web-preview = Так увидит прохожий
web-preview-now = только что
web-verified-at = видели { $time }
web-published-at = отправлен { $time }
web-standing-outbox = Текст одобрен и лежит в исходящих. Уйдёт в { $time }; до этого его можно вернуть.
web-standing-by-hand = Текст одобрен. Скопируйте его, откройте отзыв на площадке и вставьте без изменений. Затем нажмите «Я опубликовал».
web-standing-sending = Отправляем прямо сейчас.
web-standing-published = Площадка приняла ответ. Ждём, когда он станет виден.
web-standing-verified_live = Ответ виден на площадке слово в слово.
web-standing-unknown = Мы отправили ответ, но не знаем, дошёл ли он. Второй раз сам он не уйдёт: посмотрите на площадке.
web-standing-refused = Площадка не приняла ответ. Измените текст или ответьте там сами.
web-standing-vanished = Ответ был виден и пропал. Посмотрите на площадке, что случилось.
web-standing-outdated = Автор изменил отзыв после того, как был написан ответ. Прошлое согласие недействительно.
web-copy = Скопировать текст
web-copied = Скопировано
web-pasted = Я опубликовал
web-undo = Вернуть, не отправлять
web-reopen = Вернуть в работу
web-drop = Не отвечать…
web-drop-reason = Почему не отвечаем
web-drop-go = Не отвечать
web-conflict = Пока вы писали, ответ изменил кто-то другой. Ваш текст ниже, он не потерян; сравните с тем, что сохранено сейчас.
web-blocked = Проверка не пропускает этот текст. Исправьте его или напишите причину там, где это возможно.
web-stored-now = Сейчас сохранено
web-back-review = К отзыву
web-stale = Ответ за это время изменили. Обновите страницу, прежде чем писать.
web-sensitive = Черновика нет: { $what }. Здесь пишет только человек.
web-playbook-death = Позвоните старшему до любого ответа. Публично — две фразы: соболезнование и имя того, кто свяжется сам. Никаких объяснений, сроков и слова «ситуация».
web-playbook-injury = Сначала узнайте, в безопасности ли человек и нужна ли помощь. Сообщите старшему и тому, кто отвечает за точку. Публично не спорьте о причинах и не подтверждайте, что лечили или обслуживали.
web-playbook-child = Сообщите старшему сразу. Публично не называйте ребёнка, место и время. Напишите, кто и по какому каналу свяжется сегодня.
web-playbook-discrimination = Сообщите старшему и юристу. Публично назовите правило дома: так у нас нельзя ни с кем. Ничего не объясняйте за сотрудника, пока не выяснили.
web-playbook-self_harm = Это важнее отзыва. Сообщите старшему сейчас. Ответьте по-человечески и дайте телефон доверия: 8-800-2000-122. Не обсуждайте жалобу.

## Promises

web-promises-lead = Всё, к чему нас обязывают слова в ответах. Сначала то, что раньше.
web-promises-count = За 30 дней
web-promises-decided = Всего
web-promises-early = Раньше срока
web-promises-on_time = В срок
web-promises-late = С опозданием
web-promises-open = Ещё в работе
web-promises-part-late = Просрочены
web-promises-part-today = Сделать сегодня
web-promises-part-report = Сделано, автор ещё не знает
web-promises-part-ask = Спросить, всё ли хорошо
web-promises-part-later = Позже
web-promises-part-kept = Выполнены за 30 дней
web-promises-none = Обещаний нет
web-promises-none-hint = Обещание появляется, когда согласован ответ со сроком или словами «вернёмся», «исправим».
web-promise-is-open = Обещание
web-promise-is-late = Обещание просрочено
web-promise-is-broken = Обещание не выполнено: дали новое, когда срок уже прошёл
web-promise-is-kept = Обещание выполнено
web-promise-is-kept-late = Обещание выполнено с опозданием
web-promise-keeper = Отвечает
web-promise-internal-at = сами: до { $time }
web-promise-public-at = автору: до { $time }
web-promise-undated = срок автору не назван
web-promise-keep = Сделано
web-promise-report = Автору сообщили
web-promise-ask = Спросили автора:
web-said-well = всё хорошо
web-said-again = снова плохо
web-said-silent = не отвечает

## Topics

web-topics-lead = На что жалуются: сколько разных людей за 7 дней и сколько было за 7 дней до этого.
web-topics-none = Жалоб за 90 дней нет
web-topics-none-hint = Тема появится, когда на неё пожалуются.
web-topic-people =
    { $n ->
        [one] { $n } человек (было { $before })
        [few] { $n } человека (было { $before })
       *[many] { $n } человек (было { $before })
    }
web-topic-month = за 30 дней: { $n }
web-topic-first = первый раз: { $date }
web-topic-last = последний раз: { $time }
web-topic-fixed = исправлено { $date }
web-topic-reopened = вернулось: { $time }
web-topic-nowhere = Без точки
web-topic-owner = Ответственный
web-topic-nobody = не назначен
web-topic-give = Назначить
web-topic-fix = Исправлено
web-topic-fix-go = Отметить
web-topic-unfix = Не исправлено

## Care

web-folded-summary = Коротко и без оскорблений:
web-folded = Показать, что написано
web-help = Нужна помощь
web-help-hint = Позовёт коллег. Это нигде не считается.
web-help-asked = Коллегам написали
web-help-asked-lead = Просить о помощи — нормально. Нажатия нигде не считаются.
web-sore = Это из вашего личного списка
web-sore-hint = Видите только вы. Можно ответить одной из заготовок или передать отзыв коллеге.
web-boundary = Граница
web-boundary-lead = Автор перешёл на личности. Три шага, пропускать нельзя; каждый остаётся в истории.
web-boundary-1 = Предупредить
web-boundary-1-text = Мы разберёмся с вашей ситуацией. Пожалуйста, давайте без оскорблений сотрудников.
web-boundary-2 = Попросить говорить по делу
web-boundary-2-text = Мы готовы помочь по существу. Если разговор останется оскорбительным, продолжим его только письменно.
web-boundary-3 = Только письменно
web-boundary-3-text = Дальше отвечаем только письменно и только по делу. Оскорбления останутся без ответа.
web-boundary-go = Шаг сделан
web-me-title = Личное
web-me-lead = Что вас задевает и как вы решили на это отвечать. Этот список видите только вы: ни руководитель, ни владелец его не прочтут.
web-me-add = Добавить
web-me-words = Слова, которые задевают
web-me-answers = Два-три готовых ответа, каждый с новой строки
web-me-save = Сохранить
web-me-drop = Убрать

## Training

web-training-title = Тренировка
web-training-lead = Прошлый случай без имён. Напишите ответ, потом сравните с тем, что согласовали тогда. Ничего не сохраняется и не считается.
web-training-go = Начать тренировку
web-training-number-of = случай { $n } из { $total }
web-training-next = Другой случай
web-training-yours = Ваш ответ
web-training-check = Проверить и сравнить
web-training-approved = Что согласовали тогда
web-training-none = Случаев ещё нет
web-training-none-hint = Случай появится, когда согласованный ответ станет виден на площадке.
web-training-name = [имя]
web-training-place = [место]
web-training-number = [номер]

## Notes and timeline

web-notes = Заметки
web-note = Заметка для своих
web-note-go = Записать
web-timeline = История
web-timeline-empty = Пока пусто.
web-event-review_seen = увидел отзыв
web-event-review_edited = увидел, что автор изменил отзыв
web-event-review_removed = увидел, что отзыв удалён
web-event-approval_voided = снял согласие: отзыв изменился
web-event-reply_edited = изменил текст ответа
web-event-reply_submitted = отправил на согласование
web-event-reply_approved = согласовал ответ
web-event-approval_undone = вернул ответ из исходящих
web-event-pasted_by_hand = опубликовал вручную
web-event-reply_dropped = решил не отвечать
web-event-reply_reopened = вернул в работу
web-event-assigned = передал отзыв
web-event-verdict_corrected = поправил прочтение
web-event-fault_set = решил, чья вина
web-event-noted = оставил заметку
web-event-attachments_viewed = посмотрел вложения
web-event-alert_taken = взял срочное
web-event-alert_climbed = позвал следующего: никто не взял срочное
web-event-model_worded = добавил вариант от языковой модели
web-event-publish = отправил ответ на площадку
web-event-seen_live = увидел ответ на площадке
web-event-seen_missing = не увидел ответа на площадке
web-event-promise_kept = выполнил обещание
web-event-promise_reported = сообщил автору, что обещание выполнено
web-event-promise_followed_up = спросил автора, всё ли хорошо
web-event-promise_handed = передал обещание
web-event-promise_late = заметил, что срок обещания прошёл
web-event-boundary_step = провёл границу с автором
web-event-instead = { $to } (вместо { $name }: на сегодня хватит оскорблений)
web-event-overrides = запреты сняты: { $reasons }

## Links from mails

web-link-approve = Согласование ответа
web-link-take = Срочный отзыв
web-link-as = Ссылка для: { $name }
web-link-text = Вы согласуете ровно этот текст
web-link-take-hint = После этого напоминания остановятся, а остальные увидят, что вы этим занимаетесь.
web-link-open = Открыть отзыв
web-link-dead = По этой ссылке уже ничего не сделать
web-link-unknown = Такой ссылки нет. Может быть, почтовая программа обрезала её: скопируйте адрес целиком.
web-link-expired = Срок ссылки вышел. Войдите и найдите отзыв в очереди.
web-link-used = Ссылка уже сработала один раз. Второй раз она ничего не делает.
web-link-changed = После письма текст, отзыв или состояние ответа изменились. Войдите и посмотрите, что сейчас.
web-link-taken = Это уже взял на себя другой человек.
web-link-done = Готово
web-link-taken-now = Срочный отзыв за вами.

## Sources

web-sources-title = Источники и часы
web-sources-verdict = Видим { $green } из { $total }.
web-sources-red =
    { $n ->
        [one] { $n } источник слеп.
        [few] { $n } источника слепы.
       *[many] { $n } источников слепы.
    }
web-sources-yellow =
    { $n ->
        [one] В { $n } источнике сомневаемся.
       *[many] В { $n } источниках сомневаемся.
    }
web-sources-none = Источников ещё нет
web-sources-none-hint = Вставьте ссылку на страницу с отзывами, получите готовый кусок конфигурации:
web-source-since = с: { $time }
web-source-seen = Прочитан
web-source-next = Следующее
web-source-own = Отзывов у нас
web-source-theirs = (площадка считает { $n })
web-source-canary = Старые отзывы на месте
web-source-drift = Пропало полей
web-source-answers = Ответы площадки за неделю
web-canary-pass = { $found } из { $known }, { $time }
web-canary-well = другое место площадки ответило, { $time }
web-canary-gone = другое место площадки тоже «не найдено», { $time }
web-canary-silent = другое место площадки не ответило, { $time }
web-source-reply = Ответы
web-route-none = здесь не ответить
web-route-by_hand = вручную
web-route-api = отправляем сами
web-limit-chars = до { $n } знаков
web-limit-bytes = до { $n } байт
web-limit-utf16 = до { $n } знаков UTF-16
web-limit-weighted = до { $n } знаков по счёту площадки
web-limit-fediverse = до { $n } знаков по счёту площадки
web-poll-now = Опросить сейчас
web-samples =
    { $n ->
        [one] { $n } образец
        [few] { $n } образца
       *[many] { $n } образцов
    }
web-kib = { $n } КиБ
web-places = Точки
web-place = Точка
web-place-zone = Часовой пояс
web-place-hours = Часы работы
web-place-now = Сейчас там
web-place-calendar = Календарь
web-place-weekdays = по будням
web-delivery = Доставка
web-delivery-none = Почтовый сервер не задан: письма ждут в базе. Впишите smtp в раздел [mail].
web-delivery-queued = Ждут отправки
web-delivery-sent = Отправлено
web-delivery-failed = Не отправить
web-delivery-last = Последнее письмо
web-delivery-error = Последняя ошибка, { $time }:
web-jobs-failed = Работ не выполнено

## Mailbox of the demo

web-mails-lead = Так выглядят письма. В демонстрации они никуда не уходят.
web-mails-none = Писем ещё нет.
web-mail-queued = (ждёт отправки)
web-mail-text = Текстовая часть
