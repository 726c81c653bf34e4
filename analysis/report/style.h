/* The page's style sheet; made from style.css by the build. */
#ifndef CONVOY_STYLE_H
#define CONVOY_STYLE_H

extern const char page_style[];

#endif
