from django.urls import URLPattern, path

from yichuang.console.views import book, figures, lights, measures, one_signal, signals

app_name = "console"
urlpatterns: list[URLPattern] = [
    path("", lights.lights, name="lights"),
    path("now/", lights.lights_now, name="lights_now"),
    path("wall/", lights.wall, name="wall"),
    path("wall/now/", lights.wall_now, name="wall_now"),
    path("signals/", signals.signals, name="signals"),
    path("signals/ours/", signals.ours, name="ours"),
    path("signals/<int:signal_id>/", one_signal.signal, name="signal"),
    path("signals/<int:signal_id>/acts/<str:name>/", one_signal.act, name="act"),
    path(
        "signals/<int:signal_id>/measures/<int:measure_id>/<str:name>/",
        one_signal.measure_act,
        name="measure_act",
    ),
    path("signals/<int:signal_id>/papers/<int:paper_id>/", measures.paper, name="paper"),
    path("measures/", measures.measures, name="measures"),
    path("indicators/", figures.figures, name="indicators"),
    path("indicators/cases/", figures.behind, name="behind"),
    path("rules/", book.rules, name="rules"),
    path("operation/", book.works, name="works"),
    path("operation/again/", book.repair, name="repair"),
]
