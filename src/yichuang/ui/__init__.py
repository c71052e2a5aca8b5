"""What every page is built from: base pages, components, the theme. No words of the domain and no tables.

Pages     `ui/base.html`, and on it `ui/portal_base.html` (the public) and `ui/desk_base.html` (officials);
          `problem.html` for every refusal, `400.html` to `500.html` for what happens before a page exists.
Parts     `ui.parts` holds the small frozen dataclasses that views fill (Column, Definition, Moment, ...).
Tags      `templatetags/ui*.py`: one tag and one template in `templates/ui/components/` for each component.
Theme     `static/ui/css/`, in cascade layers: tokens, themes, base, layout, components, utilities, print.
          Colours stand in `tokens.css` and `theme-*.css` only; text has a contrast of at least 4.5 in every mode.
Display   `ui.display`: the reader's choice of colours and size, in a cookie; `ui:display` takes it by POST.
Drawings  `ui.charts` computes the shapes of charts; QR codes and flow charts are markup as well.
Policy    Nothing inline: no style, no script, no event attribute; nothing from another host. JavaScript adds comfort,
          never a function; nothing typed is lost (`static/ui/js/keep.js`). What a colour says is also said in words.
Gallery   `/ui/` shows every component; it answers only where `UI_GALLERY` (or `DEBUG`) is set.
"""
