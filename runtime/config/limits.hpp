// SPDX-License-Identifier: Apache-2.0
// The configuration's bounds. What passes one is refused with a problem that names it.
#pragma once

#include <cstddef>
#include <cstdint>

namespace busbar {

inline constexpr std::uint32_t kItemsMax = 100'000;     // of a collection that states no less
inline constexpr std::size_t kItemSizeMax = 32 * 1024;  // octets of one item, serialized
inline constexpr std::size_t kIdLengthMax = 128;        // characters of an item's or object's id
inline constexpr std::uint32_t kTextLengthMax = 1024;   // characters of a text that states no less
inline constexpr std::size_t kRowsMax = 1024;           // elements of a repeated field of an item
inline constexpr std::size_t kObjectRecordsMax = 100'000;
inline constexpr std::size_t kChangesMax = 250'000;               // in one draft
inline constexpr std::size_t kProjectSizeMax = 64 * 1024 * 1024;  // octets of a project file

}  // namespace busbar
