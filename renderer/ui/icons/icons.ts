import arrowDown from 'lucide-static/icons/arrow-down.svg?raw';
import arrowLeft from 'lucide-static/icons/arrow-left.svg?raw';
import arrowRight from 'lucide-static/icons/arrow-right.svg?raw';
import arrowUp from 'lucide-static/icons/arrow-up.svg?raw';
import ban from 'lucide-static/icons/ban.svg?raw';
import check from 'lucide-static/icons/check.svg?raw';
import chevronDown from 'lucide-static/icons/chevron-down.svg?raw';
import chevronRight from 'lucide-static/icons/chevron-right.svg?raw';
import chevronUp from 'lucide-static/icons/chevron-up.svg?raw';
import circleAlert from 'lucide-static/icons/circle-alert.svg?raw';
import circleCheck from 'lucide-static/icons/circle-check.svg?raw';
import circleHelp from 'lucide-static/icons/circle-question-mark.svg?raw';
import circleX from 'lucide-static/icons/circle-x.svg?raw';
import copy from 'lucide-static/icons/copy.svg?raw';
import database from 'lucide-static/icons/database.svg?raw';
import download from 'lucide-static/icons/download.svg?raw';
import eye from 'lucide-static/icons/eye.svg?raw';
import filePlus from 'lucide-static/icons/file-plus.svg?raw';
import flask from 'lucide-static/icons/flask-conical.svg?raw';
import folderOpen from 'lucide-static/icons/folder-open.svg?raw';
import history from 'lucide-static/icons/history.svg?raw';
import info from 'lucide-static/icons/info.svg?raw';
import link from 'lucide-static/icons/link.svg?raw';
import loader from 'lucide-static/icons/loader-circle.svg?raw';
import lock from 'lucide-static/icons/lock.svg?raw';
import menu from 'lucide-static/icons/menu.svg?raw';
import monitor from 'lucide-static/icons/monitor.svg?raw';
import moon from 'lucide-static/icons/moon.svg?raw';
import pencil from 'lucide-static/icons/pencil.svg?raw';
import play from 'lucide-static/icons/play.svg?raw';
import plug from 'lucide-static/icons/plug.svg?raw';
import plus from 'lucide-static/icons/plus.svg?raw';
import redo from 'lucide-static/icons/redo-2.svg?raw';
import saveAs from 'lucide-static/icons/save-all.svg?raw';
import save from 'lucide-static/icons/save.svg?raw';
import search from 'lucide-static/icons/search.svg?raw';
import shieldCheck from 'lucide-static/icons/shield-check.svg?raw';
import sparkles from 'lucide-static/icons/sparkles.svg?raw';
import sun from 'lucide-static/icons/sun.svg?raw';
import trash from 'lucide-static/icons/trash-2.svg?raw';
import triangleAlert from 'lucide-static/icons/triangle-alert.svg?raw';
import undo from 'lucide-static/icons/undo-2.svg?raw';
import users from 'lucide-static/icons/users.svg?raw';
import x from 'lucide-static/icons/x.svg?raw';

/** The icon set: Lucide (ISC licence), drawn into the page at build time. */
export const ICONS = {
  arrowDown,
  arrowLeft,
  arrowRight,
  arrowUp,
  ban,
  check,
  chevronDown,
  chevronRight,
  chevronUp,
  circleAlert,
  circleCheck,
  circleHelp,
  circleX,
  copy,
  database,
  download,
  eye,
  filePlus,
  flask,
  folderOpen,
  history,
  info,
  link,
  loader,
  lock,
  menu,
  monitor,
  moon,
  pencil,
  play,
  plug,
  plus,
  redo,
  save,
  saveAs,
  search,
  shieldCheck,
  sparkles,
  sun,
  trash,
  triangleAlert,
  undo,
  users,
  x,
};

export type IconName = keyof typeof ICONS;
