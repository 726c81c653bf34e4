/* The page's style sheet and script; made from style.css and script.js by the build. */
#ifndef CONVOY_STYLE_H
#define CONVOY_STYLE_H

extern const char page_style[], page_script[];

#endif
