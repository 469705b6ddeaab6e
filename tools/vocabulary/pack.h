// SPDX-License-Identifier: MIT
#pragma once

/** Writes the class table as C++; 0 on success. */
int packClasses(const char *input, const char *output);
/** Writes the normalisation tables as C++; 0 on success. */
int packNfc(const char *input, const char *output);
