#!/usr/bin/env python3
"""Writes the pages of this folder and gold.jsonl: 64 invented articles in 32 kinds of markup that news sites use.

Deterministic: run it again and nothing changes. The texts are made of sentences below, all invented for this project
(CC0-1.0); the markup follows what publishing systems and their plug-ins write. Standard library only.
"""
import html
import json
import os
import random

HERE = os.path.dirname(os.path.abspath(__file__))

WHO = ["The foreign minister of Ruritania", "Prime Minister Elsa Moor", "President Anton Graf", "The Syldavian defence ministry",
       "Opposition leader Mira Kost", "The Free River Movement", "Ambassador Lio Tan", "General Oskar Venn", "The Council of the Nine Ports",
       "Bordurian officials", "The trade envoy, Nadia Fell,", "The governor of the central bank"]
DID = ["said on Monday that the talks with {} would go on", "accused {} of breaking the ceasefire near the river", "met envoys of {} behind closed doors",
       "signed an agreement on grain and gas with {}", "rejected the proposal that {} had made in spring", "warned {} against a new blockade of the port",
       "promised {} two ships and a field hospital", "called on {} to release the fishermen held since May", "praised the role of {} in the negotiations",
       "postponed the visit of a delegation from {}"]
WHOM = ["Syldavia", "Borduria", "the Republic of San Lorenzo", "the government in Strelsau", "the northern provinces", "its neighbour Ishmaelia",
        "the harbour workers' union", "the rebels in the hills"]
MORE = [", a decision that surprised few in the capital.", ", although observers had expected the opposite.", ", according to a statement of four pages.",
        " after a night of consultations.", ", while protesters gathered before the parliament.", " for the second time this year.",
        ", and asked for patience.", " in exchange for access to the canal.", ", people familiar with the matter said."]
SAID = ["“We have waited long enough, and the people know it,” the minister told reporters.", "“Nobody wins such a dispute,” an adviser said, “least of all those who started it.”",
        "The statement gave no date for the next round.", "Neither side would say what the annex holds.", "Prices of wheat rose by four percent within a day of the announcement.",
        "The two countries share a border of 310 kilometres, most of it mountains.", "A vote in the lower house is expected before the summer recess.",
        "In 1987 a similar treaty had failed over fishing rights.", "Aid groups counted nine thousand displaced people in the valley.",
        "The spokesman declined to comment on reports about the arrest of two officers."]
FOREIGN = {
    "de": ["Die Regierung in Strelsau hat am Montag die Gespräche mit Borduria abgebrochen.", "Der Außenminister sprach von einem schweren Fehler der Gegenseite.",
           "Beobachter rechnen dennoch mit einer neuen Runde noch vor dem Sommer.", "Die Opposition verlangte eine Sondersitzung des Parlaments.",
           "Nach Angaben der Hilfswerke mussten neuntausend Menschen das Tal verlassen.", "Über den Inhalt des Anhangs wollte sich niemand äußern."],
    "fr": ["Le gouvernement de Strelsau a suspendu lundi les pourparlers avec la Bordurie.", "Le ministre des Affaires étrangères a dénoncé une faute grave de la partie adverse.",
           "Les observateurs attendent pourtant une nouvelle séance avant l’été.", "L’opposition a demandé une session extraordinaire du parlement.",
           "Selon les organisations humanitaires, neuf mille personnes ont quitté la vallée.", "Personne n’a voulu commenter le contenu de l’annexe."],
    "es": ["El gobierno de Strelsau suspendió el lunes las conversaciones con Borduria.", "El ministro de Exteriores habló de un grave error de la otra parte.",
           "Los observadores esperan sin embargo una nueva ronda antes del verano.", "La oposición pidió una sesión extraordinaria del parlamento.",
           "Según las organizaciones de ayuda, nueve mil personas dejaron el valle.", "Nadie quiso comentar el contenido del anexo."],
    "ru": ["Правительство в Стрельсау в понедельник прервало переговоры с Бордурией.", "Министр иностранных дел назвал это серьёзной ошибкой другой стороны.",
           "Наблюдатели всё же ожидают новой встречи до лета.", "Оппозиция потребовала внеочередного заседания парламента.",
           "По данным гуманитарных организаций, долину покинули девять тысяч человек.", "Никто не стал комментировать содержание приложения."],
}
PLACES = ["Strelsau", "Klow", "the Nine Ports", "Zenda", "Port Hope", "the Lower Valley"]
TOPICS = ["grain deal", "canal dispute", "border talks", "ceasefire", "election", "gas contract", "port blockade", "prisoner exchange"]
VERBS = ["divides parliament in", "draws protest in", "moves closer after meeting in", "fails for a second time in", "is signed in", "raises hopes in"]
OUTLETS = ["The Strelsau Herald", "Klow Daily", "Nine Ports Post", "Zenda Review", "Valley Observer", "Courier of the North"]
AUTHORS = ["Ada Linden", "Jon Marsh", "Petra Hall", "Milo Stern"]
MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
TEASERS = ["Ten walks for the first warm weekend", "Why the old theatre had to close", "Quiz: how well do you know the canal?", "The baker who feeds a whole street",
           "Opinion: a tax nobody understands", "In pictures: the winter fair"]


class Article:
    def __init__(self, i, language="en"):
        r = random.Random(1000 + i)
        self.i, self.r, self.language = i, r, language
        self.outlet, self.author = OUTLETS[i % 6], AUTHORS[i % 4]
        self.year, self.month, self.day = 2019 + i % 6, i % 12 + 1, i % 27 + 1
        self.date = f"{self.year}-{self.month:02}-{self.day:02}"
        self.title = f"{TOPICS[i % 8].capitalize()} {VERBS[i % 6]} {PLACES[(i // 3) % 6]}"
        if language == "en":
            self.paragraphs = [self.paragraph() for _ in range(r.randint(6, 11))]
        else:
            sentences = FOREIGN[language]
            self.title = sentences[i % len(sentences)].rstrip(".")
            self.paragraphs = [" ".join(r.sample(sentences, 3)) for _ in range(6)]
        self.slug = "-".join("".join(c for c in self.title.lower() if c.isascii() and (c.isalnum() or c == " ")).split()) or "artikel"
        self.url = f"https://www.{self.outlet.lower().replace(' ', '')}.example/world/{self.slug}-{1000 + i}"

    def paragraph(self):
        r = self.r
        sentences = []
        for _ in range(r.randint(2, 4)):
            if r.random() < 0.3:
                sentences.append(r.choice(SAID))
            else:
                sentences.append(r.choice(WHO) + " " + r.choice(DID).format(r.choice(WHOM)) + r.choice(MORE))
        return " ".join(dict.fromkeys(sentences))

    def ps(self, attributes=""):
        return "\n".join(f"<p{attributes}>{html.escape(p, quote=False)}</p>" for p in self.paragraphs)

    @property
    def printed(self):
        return f"{self.day} {MONTHS[self.month - 1]} {self.year}"


def e(text):
    return html.escape(text)


def ld(a, **more):
    data = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": a.title, "datePublished": f"{a.date}T09:30:00+01:00",
            "dateModified": "2026-01-05T08:00:00Z", "mainEntityOfPage": {"@type": "WebPage", "@id": a.url},
            "author": [{"@type": "Person", "name": a.author}], "publisher": {"@type": "NewsMediaOrganization", "name": a.outlet}}
    data.update(more)
    return f'<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script>'


def og(a, date=True, site=True):
    tags = [("og:type", "article"), ("og:title", a.title), ("og:url", a.url), ("og:description", a.paragraphs[0][:120])]
    tags += [("og:site_name", a.outlet)] if site else []
    tags += [("article:published_time", f"{a.date}T07:00:00Z"), ("article:modified_time", "2026-02-01T00:00:00Z")] if date else []
    return "\n".join(f'<meta property="{k}" content="{e(v)}">' for k, v in tags)


def doc(a, head, body, title=None):
    return (f'<!DOCTYPE html>\n<html lang="{a.language}">\n<head>\n<meta charset="utf-8">\n<title>{e(title or a.title + " | " + a.outlet)}</title>\n{head}\n'
            f"<style>body{{margin:0}}</style><script>window.dataLayer=[];</script>\n</head>\n<body>\n{body}\n</body>\n</html>\n")


NAV = '<header><nav class="main-nav"><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li><li><a href="/sport">Sport</a></li></ul></nav></header>'
FOOT = "<footer><p>© 2026 All rights reserved.</p><p><a href='/terms'>Terms of service</a> <a href='/privacy'>Privacy policy</a></p></footer>"
COOKIE = '<div id="cookie-banner" class="cookie-notice"><p>We use cookies to improve your experience on this site and to show you advertising.</p><button>Accept all</button></div>'
SHARE = '<div class="share-buttons"><span>Share this article</span><a href="#">Facebook</a><a href="#">Twitter</a><a href="#">WhatsApp</a></div>'
NEWS = '<div class="newsletter-signup"><h3>Get our morning briefing</h3><p>The five stories that matter, delivered to your inbox each weekday.</p><form><input type="email"><button>Sign up</button></form></div>'


def teasers(tag="div", cls="related-articles", dates=False):
    time = '<time datetime="2025-12-24T10:00:00Z">24 December 2025</time>' if dates else ""
    cards = "".join(f'<{"article" if dates else "li"} class="card"><h3><a href="/t{i}">{t}</a></h3>{time}</{"article" if dates else "li"}>' for i, t in enumerate(TEASERS))
    return f'<{tag} class="{cls}"><h2>More stories</h2>{cards if dates else "<ul>" + cards + "</ul>"}</{tag}>'


def wordpress(a):
    graph = {"@context": "https://schema.org", "@graph": [
        {"@type": "Article", "@id": a.url + "#article", "isPartOf": {"@id": a.url}, "author": {"name": a.author, "@id": "#/schema/person/1"}, "headline": a.title,
         "datePublished": f"{a.date}T06:00:00+00:00", "dateModified": "2026-01-02T00:00:00+00:00", "publisher": {"@id": "#organization"}},
        {"@type": "WebPage", "@id": a.url, "url": a.url, "name": a.title + " - " + a.outlet, "datePublished": "2018-01-01T00:00:00+00:00"},
        {"@type": "Organization", "@id": "#organization", "name": a.outlet}]}
    head = f'<link rel="canonical" href="{a.url}/">\n<script type="application/ld+json" class="yoast-schema-graph">{json.dumps(graph)}</script>'
    a.gold_url = a.url + "/"
    return doc(a, head, f'''{NAV}<div id="page" class="site has-sidebar"><div id="primary"><main id="main"><article id="post-{a.i}" class="post type-post hentry category-world">
<header class="entry-header"><h1 class="entry-title">{e(a.title)}</h1><div class="entry-meta"><span class="posted-on"><time class="entry-date published" datetime="{a.date}T06:00:00+00:00">{a.printed}</time><time class="updated" datetime="2026-01-02T00:00:00+00:00">2 January 2026</time></span><span class="byline"> by <a href="/author">{a.author}</a></span></div></header>
<div class="entry-content"><figure class="wp-block-image"><img src="a.jpg"><figcaption class="wp-element-caption">A view of the harbour. Photo: Agency</figcaption></figure>
{a.ps()}<div class="sharedaddy sd-sharing-enabled"><h3 class="sd-title">Share this:</h3><ul><li><a>Tweet</a></li></ul></div><div id="jp-relatedposts" class="jp-relatedposts"><h3>Related</h3></div></div>
<footer class="entry-footer"><span class="tags-links">Tagged <a>world</a>, <a>talks</a></span></footer></article>
<div id="comments" class="comments-area"><h2>2 thoughts on this</h2><ol class="comment-list"><li><p>I do not agree with any of this and never will, said the reader.</p></li></ol></div></main></div>
<aside id="secondary" class="widget-area"><section class="widget"><h2>Recent posts</h2><ul><li>{TEASERS[0]}</li></ul></section></aside></div>{FOOT}''', a.title + " - " + a.outlet)


def amp(a):
    return doc(a, f'<link rel="canonical" href="{a.url}"><script async src="https://cdn.ampproject.org/v0.js"></script>{ld(a)}', f'''<amp-sidebar id="s"><ul><li>Home</li><li>World</li></ul></amp-sidebar>
<amp-consent id="c"><div>We value your privacy and ask you for consent to store information on your device.</div></amp-consent>
<article class="amp-wp-article"><header class="amp-wp-article-header"><h1 class="amp-wp-title">{e(a.title)}</h1></header><amp-img src="x.jpg" width="3" height="2"></amp-img>
<div class="amp-wp-article-content">{a.ps()}<amp-ad type="x"></amp-ad><amp-social-share type="email"></amp-social-share></div></article>{FOOT}''')


def live_blog(a):
    parts = "".join(f'<div class="live-post"><span class="live-post__time">{10 + i}:{20 + i} GMT</span><h2 class="live-post__title">{e("Update on the " + TOPICS[i % 8])}</h2><div class="live-post__body"><p>{e(p)}</p></div></div>' for i, p in enumerate(a.paragraphs))
    a.gold_body = "\n".join("Update on the " + TOPICS[i % 8] + "\n" + p for i, p in enumerate(a.paragraphs))
    return doc(a, og(a) + ld(a, **{"@type": "LiveBlogPosting", "coverageStartTime": f"{a.date}T05:00:00Z", "coverageEndTime": "2026-01-01T00:00:00Z"}),
               f'{NAV}<main><h1>{e(a.title)}</h1><div class="live-feed">{parts}</div></main>{teasers("section", "more-stories related", True)}{FOOT}')


def js_shell(a):
    return doc(a, og(a) + ld(a, articleBody="\n\n".join(a.paragraphs)), '<div id="root"></div><noscript>You need to enable JavaScript to run this app.</noscript><script src="/static/main.js"></script>')


def js_shell_html(a):
    return doc(a, ld(a, articleBody="".join(f"<p>{e(p)}</p>" for p in a.paragraphs)) + '<meta property="og:url" content="%s">' % a.url, '<div id="__next"><div class="spinner">Loading…</div></div>')


def paywalled_full(a):
    return doc(a, og(a) + ld(a, isAccessibleForFree=False, articleBody="\n".join(a.paragraphs)), f'''{NAV}<article><h1>{e(a.title)}</h1><p>{e(a.paragraphs[0])}</p>
<div class="paywall-overlay"><h2>Subscribe to continue</h2><p>Already a subscriber? Sign in. Get unlimited access for one crown a week.</p></div></article>{FOOT}''')


def tables(a):
    rows = [("Ruritania", "41 seats"), ("Syldavia", "39 seats"), ("Borduria", "12 seats")]
    table = "<table><thead><tr><th>Country</th><th>Seats</th></tr></thead><tbody>" + "".join(f"<tr><td>{x}</td><td>{y}</td></tr>" for x, y in rows) + "</tbody></table>"
    middle = len(a.paragraphs) // 2
    a.gold_body = "\n".join(a.paragraphs[:middle] + ["Country Seats"] + [f"{x} {y}" for x, y in rows] + a.paragraphs[middle:])
    ps = [f"<p>{e(p)}</p>" for p in a.paragraphs]
    return doc(a, og(a), f'{NAV}<main><article><h1>{e(a.title)}</h1>{"".join(ps[:middle])}{table}{"".join(ps[middle:])}</article></main>{FOOT}')


def pull_quotes(a):
    ps = [f"<p>{e(p)}</p>" for p in a.paragraphs]
    quote = a.paragraphs[1].split(". ")[0]
    ps.insert(3, f'<blockquote class="pull-quote"><p>{e(quote)}</p></blockquote>')
    ps.insert(5, '<aside class="read-more"><h4>Read more</h4><p>Five things to know about the valley and its people before the vote</p></aside>')
    return doc(a, og(a), f'{NAV}<article class="article"><header><h1>{e(a.title)}</h1><p class="byline">By {a.author}</p></header>{SHARE}<div class="article__body">{"".join(ps)}</div>{NEWS}</article>{teasers()}{FOOT}')


def old_tables(a):
    return doc(a, f'<meta name="date" content="{a.date}"><meta name="author" content="{a.author}"><meta name="publisher" content="{a.outlet}"><link rel="canonical" href="{a.url}">',
               f'''<table width="760"><tr><td width="160"><a href="/">Home</a><br><a href="/w">World</a><br><a href="/s">Sport</a></td>
<td><font face="Verdana"><h1>{e(a.title)}</h1>{a.ps()}</font></td></tr></table><center><font size="1">Copyright © 2004. All rights reserved.</font></center>''', a.title)


def br_paragraphs(a):
    return doc(a, og(a, site=False) + f'<meta name="application-name" content="{e(a.outlet)}">', f'{NAV}<div id="content"><h1>{e(a.title)}</h1><div class="text">' + "<br><br>\n".join(e(p) for p in a.paragraphs) + f"</div></div>{FOOT}")


def microdata(a):
    return doc(a, f'<link rel="canonical" href="{a.url}"><meta property="og:site_name" content="{e(a.outlet)}">', f'''{NAV}<div itemscope itemtype="https://schema.org/NewsArticle"><h1 itemprop="headline">{e(a.title)}</h1>
<span itemprop="author">{a.author}</span> <time itemprop="datePublished" datetime="{a.date}T10:00">{a.printed}</time> <time itemprop="dateModified" datetime="2026-01-09">9 January 2026</time>
<div itemprop="articleBody">{a.ps()}</div></div>{SHARE}{teasers(dates=True)}{FOOT}''')


def printed_date(a):
    return doc(a, f'<link rel="canonical" href="{a.url}"><meta property="og:site_name" content="{e(a.outlet)}">', f'''{NAV}{COOKIE}<main><div class="article-head"><h1>{e(a.title)}</h1><div class="article-info"><span class="article-date">Published on {MONTHS[a.month - 1]} {a.day}, {a.year}</span></div></div>
<div class="article-text">{a.ps()}</div></main>{teasers("section", "recommended", True)}{FOOT}''')


def dated_address(a):
    a.gold_url = a.url.replace("/world/", f"/{a.year}/{a.month:02}/{a.day:02}/")
    return doc(a, f'<link rel="canonical" href="{a.gold_url}"><meta property="og:site_name" content="{e(a.outlet)}">', f'{NAV}<article><h1>{e(a.title)}</h1>{a.ps()}</article>{teasers("section", "related", True)}{FOOT}')


def undated(a):
    a.gold_date = ""
    return doc(a, og(a, date=False), f'''{NAV}<article><h1>{e(a.title)}</h1><p class="updated">Last updated: <time class="updated" datetime="2026-03-03">3 March 2026</time></p>{a.ps()}</article>{teasers("section", "related", True)}{FOOT}''')


def ambiguous_date(a):
    a.gold_date = ""
    return doc(a, og(a, date=False) + f'<meta name="date" content="03/04/{a.year}">', f'{NAV}<article><h1>{e(a.title)}</h1>{a.ps()}</article>{FOOT}')


def other_articles_ld(a):
    others = [{"@context": "https://schema.org", "@type": "NewsArticle", "headline": t, "url": f"https://other.example/{i}", "datePublished": "2025-11-11"} for i, t in enumerate(TEASERS)]
    own = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": a.title, "url": a.url, "datePublished": a.date, "publisher": {"name": a.outlet}}
    return doc(a, og(a, date=False) + f'<script type="application/ld+json">{json.dumps(others + [own])}</script>', f'{NAV}<main><h1>{e(a.title)}</h1><div class="body">{a.ps()}</div></main>{FOOT}')


def saved_by_browser(a):
    page = doc(a, f'<meta property="og:site_name" content="{e(a.outlet)}"><meta name="parsely-pub-date" content="{a.date}T00:00:00Z">', f'{NAV}<article><h1>{e(a.title)}</h1>{a.ps()}</article>{FOOT}')
    return page.replace("<html", f"<!-- saved from url=({len(a.url):04}){a.url} -->\n<html", 1)


def deep_divs(a):
    body = "".join(f'<div class="c1"><div class="c2"><div class="c3"><p class="css-1x2y3z">{e(p)}</p></div></div></div>' for p in a.paragraphs)
    return doc(a, og(a) + ld(a), f'<div id="app"><div>{NAV}<div id="site-content"><div><main><header class="css-h"><h1 class="css-t">{e(a.title)}</h1></header><section name="articleBody">{body}</section></main></div></div></div></div>{FOOT}')


def listed(a):
    items = [f"Point {i + 1}: " + p.split(". ")[0] + "." for i, p in enumerate(a.paragraphs[:3])]
    a.gold_body = "\n".join(a.paragraphs[:3] + ["What was agreed"] + items + a.paragraphs[3:])
    return doc(a, og(a), f'{NAV}<article><h1>{e(a.title)}</h1>' + "".join(f"<p>{e(p)}</p>" for p in a.paragraphs[:3]) + "<h2>What was agreed</h2><ul>" + "".join(f"<li>{e(x)}</li>" for x in items) + "</ul>" + "".join(f"<p>{e(p)}</p>" for p in a.paragraphs[3:]) + f"</article>{FOOT}")


def agency(a):
    ps = [f"<p>{e(p)}</p>" for p in a.paragraphs] + ["<p>Reporting by Ada Linden; editing by Jon Marsh</p>", "<p>Our Standards: the trust principles</p>"]
    return doc(a, og(a) + ld(a), f'{NAV}<article><h1>{e(a.title)}</h1><p>By {a.author}</p><p>{a.printed} 10:32 AM GMT Updated 3 hours ago</p>{"".join(ps)}</article><div class="most-read"><h2>Most read</h2><ol><li>{TEASERS[1]}</li></ol></div>{FOOT}')


def with_ads(a):
    ps = [f"<p>{e(p)}</p>" for p in a.paragraphs]
    for i in (2, 4, 6):
        ps.insert(i, '<div class="ad-container"><span>Advertisement</span><p>Story continues below advertisement</p></div>')
    return doc(a, og(a) + ld(a), f'{COOKIE}{NAV}<div class="layout"><article><h1>{e(a.title)}</h1><div class="story">{"".join(ps)}</div></article><div class="sidebar"><h3>Trending</h3><ul>{"".join(f"<li><a>{t}</a></li>" for t in TEASERS)}</ul></div></div>{FOOT}')


def author_bio(a):
    return doc(a, og(a), f'''{NAV}<article><h1>{e(a.title)}</h1><div class="content">{a.ps()}</div><div class="author-bio"><img src="p.jpg"><p>{a.author} is a reporter at {a.outlet} and has covered the region since 2009. She studied history.</p></div></article>{NEWS}{FOOT}''')


def galleries(a):
    ps = [f"<p>{e(p)}</p>" for p in a.paragraphs]
    gallery = '<div class="gallery">' + "".join('<figure><img src="g.jpg"><figcaption>The parliament at dusk, seen from the bridge. Credit: Agency</figcaption></figure>' for _ in range(4)) + "</div>"
    ps.insert(2, gallery)
    ps.insert(4, '<div class="video-player"><p>Video: how the talks began and why they stopped</p></div>')
    return doc(a, og(a) + ld(a), f'{NAV}<main><article><h1>{e(a.title)}</h1>{"".join(ps)}</article></main>{FOOT}')


def embeds(a):
    ps = [f"<p>{e(p)}</p>" for p in a.paragraphs]
    ps.insert(3, '<blockquote class="twitter-tweet"><p>I have just spoken to the minister, more later</p>— Someone (@someone) <a href="#">May 1</a></blockquote><script async src="w.js"></script>')
    ps.insert(5, "<p>Read more: " + TEASERS[2] + "</p>")
    return doc(a, og(a) + ld(a), f'{NAV}<article><h1>{e(a.title)}</h1>{"".join(ps)}{SHARE}</article>{FOOT}')


def long_sidebar(a):
    side = "".join(f"<div class='widget'><h4>{t}</h4><p>{SAID[i % 10]} {SAID[(i + 3) % 10]}</p></div>" for i, t in enumerate(TEASERS))
    return doc(a, og(a), f'{NAV}<div class="row"><div class="col-8"><h1>{e(a.title)}</h1><div class="post-content">{a.ps()}</div></div><div class="col-4 sidebar">{side}</div></div>{FOOT}')


def comments(a):
    said = "".join(f"<div class='comment'><b>reader{i}</b><p>{s} I have said so for years and nobody listens to me at all.</p></div>" for i, s in enumerate(SAID))
    return doc(a, og(a) + ld(a), f'{NAV}<article><h1>{e(a.title)}</h1>{a.ps()}</article><section id="comments" class="comments"><h2>Comments</h2>{said}</section>{FOOT}')


def xhtml(a):
    return ('<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">\n<html xmlns="http://www.w3.org/1999/xhtml">\n<head><title>'
            + f'{e(a.title)}</title><meta name="DC.date.issued" content="{a.date}"/><meta name="DC.publisher" content="{e(a.outlet)}"/><link rel="canonical" href="{a.url}"/></head>\n<body><div id="nav"><a href="/">Home</a></div><div id="main"><h1>{e(a.title)}</h1>\n{a.ps()}\n</div></body></html>\n')


def press_release(a):
    return doc(a, og(a), f'''{NAV}<main id="main-content"><div class="field field--name-title"><h1 class="page-title">{e(a.title)}</h1></div><div class="field field--name-field-date"><time datetime="{a.date}T12:00:00Z">{a.printed}</time></div>
<div class="field field--name-body field__item">{a.ps()}</div></main><div class="block-social"><a>Share on Facebook</a></div>{FOOT}''')


def newsletter_inside(a):
    ps = [f"<p>{e(p)}</p>" for p in a.paragraphs]
    ps.insert(3, NEWS)
    return doc(a, og(a) + ld(a), f'{NAV}<article><h1>{e(a.title)}</h1>{"".join(ps)}<p>This article was amended on 4 May.</p></article>{FOOT}'.replace("<p>This article was amended on 4 May.</p>", ""))


def no_heading(a):
    return doc(a, og(a) + f'<meta itemprop="datePublished" content="{a.date}">', f'{NAV}<div class="content"><div class="headline">{e(a.title)}</div><div class="copy">{a.ps()}</div></div>{FOOT}')


def broken(a):
    page = doc(a, og(a) + ld(a).replace('"headline"', '"description": "line\nbreak", "headline"'), f'{NAV}<article><h1>{e(a.title)}</h1>' + "".join(f"<p>{e(p)}" for p in a.paragraphs) + f"<div></span></article>{FOOT}")
    return page.replace("</body>\n</html>\n", "")


KINDS = [wordpress, amp, live_blog, js_shell, js_shell_html, paywalled_full, tables, pull_quotes, old_tables, br_paragraphs, microdata, printed_date, dated_address,
         undated, ambiguous_date, other_articles_ld, saved_by_browser, deep_divs, listed, agency, with_ads, author_bio, galleries, embeds, long_sidebar, comments, xhtml,
         press_release, newsletter_inside, no_heading, broken]


def unfit():
    """Pages that show no article, with the name of the reason."""
    a = Article(500)
    stub = doc(a, og(a) + ld(a, isAccessibleForFree="False"), f'{NAV}<article><h1>{e(a.title)}</h1><p>{e(a.paragraphs[0])}</p><div class="wall"><p>This article is for subscribers. Subscribe now to read on.</p></div></article>{FOOT}')
    wall = doc(a, og(a), f'{NAV}<article><h1>{e(a.title)}</h1><p>{e(a.paragraphs[0])}</p><div><p>To continue reading, create a free account or sign in.</p></div></article>{FOOT}')
    missing = doc(a, "", f"{NAV}<main><h1>Page not found</h1><p>The page that you asked for has moved or never was. Try the search, or go back to the front page of our site and start from there again.</p></main>{FOOT}", "Page not found | Klow Daily")
    robot = doc(a, "", "<div><h1>Just a moment...</h1><p>Checking your browser before you can go on. This process is automatic and your browser will redirect shortly to the content that you asked for.</p></div>", "Just a moment...")
    links = "".join(f'<div class="card"><h2><a href="/{i}">{e(Article(600 + i).title)} and what it means for the whole region</a></h2><p><a href="/{i}">{e(Article(600 + i).paragraphs[0][:90])}</a></p></div>' for i in range(30))
    front = doc(a, '<meta property="og:type" content="website">', f"{NAV}<main><h1>News</h1>{links}</main>{FOOT}", "Klow Daily")
    login = doc(a, "", "<main><h1>Log in</h1><form><input name=u><button>Go</button></form><p>Forgot your password?</p></main>", "Log in")
    return {"stub": (stub, "paywall"), "wall": (wall, "paywall"), "missing": (missing, "error page"), "robot": (robot, "error page"), "front": (front, "list of links"), "login": (login, "too short")}


def main():
    gold = []
    pages = [(kind, Article(2 * i + n)) for i, kind in enumerate(KINDS) for n in range(2)]
    pages += [(kind, Article(100 + i, language)) for i, (kind, language) in enumerate([(wordpress, "de"), (press_release, "fr"), (deep_divs, "es"), (agency, "ru")])]
    for kind, a in pages:
        page = kind(a)
        name = f"{a.i:03}-{kind.__name__}.html"
        with open(os.path.join(HERE, name), "w", encoding="utf-8") as out:
            out.write(page)
        gold.append({"page": name, "title": a.title, "date": getattr(a, "gold_date", a.date), "outlet": a.outlet, "url": getattr(a, "gold_url", a.url),
                     "body": getattr(a, "gold_body", "\n".join(a.paragraphs))})
    for name, (page, reason) in unfit().items():
        name = f"unfit-{name}.html"
        with open(os.path.join(HERE, name), "w", encoding="utf-8") as out:
            out.write(page)
        gold.append({"page": name, "skipped": reason})
    with open(os.path.join(HERE, "gold.jsonl"), "w", encoding="utf-8") as out:
        out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in gold)


if __name__ == "__main__":
    main()
