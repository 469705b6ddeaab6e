// SPDX-License-Identifier: MIT
#include "ui/shell/backend.h"

#include "moc_backend.cpp"
