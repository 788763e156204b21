// SPDX-License-Identifier: Apache-2.0
// Result: what a fallible function returns. std::expected by another name until C++23.
#pragma once

#include <cstdint>
#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace busbar {

// Why something failed, in kinds a caller may act on. The words for people are in `Error::message`.
enum class ErrorCode : std::uint8_t {
    InvalidArgument,     // the input can never be right
    OutOfRange,          // well formed, but outside what the type or the field allows
    NotFound,            // no such object, item, file, plugin …
    AlreadyExists,       // the name or id is taken
    FailedPrecondition,  // not in this state: not connected, not running, stale revision …
    PermissionDenied,    // the peer or the system says no
    Unavailable,         // may work later: refused, unreachable, full
    Timeout,             // no answer within the stated time
    Internal,            // a library or the system failed in a way we did not foresee
};

// One failure. `message` is lower-case, names the thing and says what to do; it is never parsed.
// `field` is the settings field it is about ("gateway_port"), empty when it is about none.
struct Error {
    ErrorCode code = ErrorCode::Internal;
    std::string message;
    std::string field;

    friend bool operator==(const Error&, const Error&) = default;
};

template <class T>
using Result = tl::expected<T, Error>;
using Status = Result<void>;

[[nodiscard]] inline tl::unexpected<Error> fail(ErrorCode code, std::string message,
                                                std::string field = {}) {
    return tl::unexpected<Error>(Error{code, std::move(message), std::move(field)});
}

}  // namespace busbar

// Takes the value out of a Result, or returns its error from the enclosing function.
// A GNU statement expression: g++ and clang++ both have it. Not inside a larger expression that has
// made something which owns memory: g++ does not destroy that on the way out.
#define BUSBAR_TRY(expression)                                                               \
    __extension__({                                                                          \
        auto busbar_try_result = (expression);                                               \
        if (!busbar_try_result) return tl::unexpected(std::move(busbar_try_result).error()); \
        std::move(busbar_try_result).value();                                                \
    })

// The same for a Status, or any Result whose value is not needed.
#define BUSBAR_CHECK(expression)                                                             \
    do {                                                                                     \
        auto busbar_try_result = (expression);                                               \
        if (!busbar_try_result) return tl::unexpected(std::move(busbar_try_result).error()); \
    } while (false)
