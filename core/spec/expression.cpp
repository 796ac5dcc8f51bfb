#include "spec/expression.h"

#include "base/text.h"

#include <cctype>
#include <limits>
#include <optional>
#include <vector>

namespace hawk::spec {
namespace {

using Int = std::int64_t;

enum class Token : std::uint8_t { Number, Name, Symbol, End };

/// Recursive descent over one expression. The first problem is kept and stops everything; the public function
/// turns it into an error that quotes the text. Both branches of ?: are parsed, only the chosen one is computed.
class Parser {
public:
    Parser(std::string_view text, const Symbols& symbols)
        : m_text(text)
        , m_symbols(symbols)
    {
        next();
    }

    Result<Int> run()
    {
        const Int value = conditional();
        if (m_problem.empty() && m_token != Token::End)
            fail("unexpected " + quoted(m_lexeme));
        if (!m_problem.empty())
            return Error { Errc::InvalidInput, "expression " + quoted(m_text) + ": " + m_problem, {}, m_hint };
        return value;
    }

private:
    void fail(std::string problem, std::string hint = {})
    {
        if (!m_problem.empty())
            return;
        m_problem = std::move(problem);
        m_hint = std::move(hint);
        m_token = Token::End;
        m_lexeme = {};
    }

    void next()
    {
        if (!m_problem.empty())
            return;
        while (m_at < m_text.size() && std::isspace(static_cast<unsigned char>(m_text[m_at])) != 0)
            ++m_at;
        const std::size_t begin = m_at;
        if (m_at == m_text.size()) {
            m_token = Token::End;
            m_lexeme = {};
            return;
        }
        const auto c = static_cast<unsigned char>(m_text[m_at]);
        if (std::isdigit(c) != 0)
            lexWord(Token::Number);
        else if (std::isalpha(c) != 0 || c == '_')
            lexWord(Token::Name);
        else
            lexSymbol();
        m_lexeme = m_text.substr(begin, m_at - begin);
    }
    void lexWord(Token kind)
    {
        while (m_at < m_text.size()
            && (std::isalnum(static_cast<unsigned char>(m_text[m_at])) != 0 || m_text[m_at] == '_'))
            ++m_at;
        m_token = kind;
    }
    void lexSymbol()
    {
        const std::string_view two = m_text.substr(m_at, 2);
        const bool pair = two == "==" || two == "!=" || two == "<=" || two == ">=";
        m_at += pair ? 2 : 1;
        m_token = Token::Symbol;
    }

    std::string here() const { return m_token == Token::End ? std::string("the end") : quoted(m_lexeme); }

    bool accept(std::string_view symbol)
    {
        if (m_token != Token::Symbol || m_lexeme != symbol)
            return false;
        next();
        return true;
    }
    void expect(std::string_view symbol)
    {
        if (!accept(symbol))
            fail(quoted(symbol) + " expected before " + here());
    }

    Int conditional()
    {
        const Int condition = comparison();
        if (!accept("?"))
            return condition;
        const bool outer = m_quiet;
        m_quiet = outer || condition == 0;
        const Int yes = conditional();
        expect(":");
        m_quiet = outer || condition != 0;
        const Int no = conditional();
        m_quiet = outer;
        return condition != 0 ? yes : no;
    }

    Int comparison()
    {
        Int left = additive();
        while (m_token == Token::Symbol) {
            const std::string_view op = m_lexeme;
            if (op != "==" && op != "!=" && op != "<" && op != ">" && op != "<=" && op != ">=")
                break;
            next();
            const Int right = additive();
            left = static_cast<Int>(op == "==" ? left == right
                    : op == "!="               ? left != right
                    : op == "<"                ? left < right
                    : op == ">"                ? left > right
                    : op == "<="               ? left <= right
                                               : left >= right);
        }
        return left;
    }

    Int additive()
    {
        Int left = multiplicative();
        while (true) {
            if (accept("+"))
                left = checked(left, multiplicative(), [](Int a, Int b, Int* r) { return __builtin_add_overflow(a, b, r); });
            else if (accept("-"))
                left = checked(left, multiplicative(), [](Int a, Int b, Int* r) { return __builtin_sub_overflow(a, b, r); });
            else
                return left;
        }
    }

    Int multiplicative()
    {
        Int left = unary();
        while (true) {
            if (accept("*")) {
                left = checked(left, unary(), [](Int a, Int b, Int* r) { return __builtin_mul_overflow(a, b, r); });
            } else if (accept("/")) {
                const Int right = unary();
                left = divisible(left, right) ? left / right : 0;
            } else if (accept("%")) {
                const Int right = unary();
                left = divisible(left, right) ? left % right : 0;
            } else {
                return left;
            }
        }
    }

    Int unary()
    {
        const DepthGuard guard(*this);
        if (accept("-"))
            return checked(0, unary(), [](Int a, Int b, Int* r) { return __builtin_sub_overflow(a, b, r); });
        if (accept("+"))
            return unary();
        return primary();
    }

    Int primary()
    {
        if (m_token == Token::Number)
            return number();
        if (m_token == Token::Name) {
            const std::string word(m_lexeme);
            next();
            return accept("(") ? call(word) : symbol(word);
        }
        if (accept("(")) {
            const Int value = conditional();
            expect(")");
            return value;
        }
        fail("a value expected before " + here());
        return 0;
    }

    Int number()
    {
        Int value = 0;
        for (const char c : m_lexeme) {
            if (std::isdigit(static_cast<unsigned char>(c)) == 0) {
                fail(quoted(m_lexeme) + " is not a decimal integer");
                return 0;
            }
            if (__builtin_mul_overflow(value, 10, &value) || __builtin_add_overflow(value, c - '0', &value)) {
                fail(quoted(m_lexeme) + " does not fit 64 bits");
                return 0;
            }
        }
        next();
        return value;
    }

    Int symbol(const std::string& word)
    {
        if (const auto found = m_symbols.find(word); found != m_symbols.end())
            return found->second;
        std::string known;
        for (const auto& [name, value] : m_symbols)
            known += (known.empty() ? "" : ", ") + name;
        fail("unknown name '" + word + "'", known.empty() ? "no names are known here" : "known names: " + known);
        return 0;
    }

    Int call(const std::string& word)
    {
        std::vector<Int> arguments;
        if (!accept(")")) {
            do
                arguments.push_back(conditional());
            while (accept(","));
            expect(")");
        }
        if (!m_problem.empty())
            return 0;
        const bool known = word == "min" || word == "max" || word == "ceildiv" || word == "alignup" || word == "aligndown";
        if (!known) {
            fail("unknown function '" + word + "'", "known functions: min, max, ceildiv, alignup, aligndown");
            return 0;
        }
        if (arguments.size() != 2) {
            fail(word + " takes two values, " + std::to_string(arguments.size()) + " given");
            return 0;
        }
        return apply(word, arguments[0], arguments[1]);
    }

    Int apply(const std::string& word, Int a, Int b)
    {
        if (word == "min")
            return a < b ? a : b;
        if (word == "max")
            return a > b ? a : b;
        if (!m_quiet && b <= 0) {
            fail(word + " by " + std::to_string(b) + ": a positive value is needed");
            return 0;
        }
        if (m_quiet)
            return 0;
        // Rounds towards minus infinity or plus infinity, also for negative values.
        const Int down = a / b - (a % b < 0 ? 1 : 0);
        const Int up = a / b + (a % b > 0 ? 1 : 0);
        if (word == "ceildiv")
            return up;
        return checked(word == "alignup" ? up : down, b,
            [](Int x, Int y, Int* r) { return __builtin_mul_overflow(x, y, r); });
    }

    bool divisible(Int left, Int right)
    {
        if (m_quiet)
            return false;
        if (right == 0) {
            fail("division by zero");
            return false;
        }
        if (right == -1 && left == std::numeric_limits<Int>::min()) {
            fail("the result does not fit 64 bits");
            return false;
        }
        return true;
    }

    template <class Operation>
    Int checked(Int a, Int b, Operation operation)
    {
        Int result = 0;
        if (operation(a, b, &result)) {
            if (!m_quiet)
                fail("the result does not fit 64 bits");
            return 0;
        }
        return result;
    }

    /// Bounds recursion, so that a thousand brackets are an error and not a stack overflow.
    struct DepthGuard {
        explicit DepthGuard(Parser& p)
            : parser(p)
        {
            if (++parser.m_depth > 200)
                parser.fail("nested too deeply");
        }
        ~DepthGuard() { --parser.m_depth; }
        DepthGuard(const DepthGuard&) = delete;
        DepthGuard& operator=(const DepthGuard&) = delete;
        Parser& parser;
    };

    std::string_view m_text;
    const Symbols& m_symbols;
    std::size_t m_at = 0;
    Token m_token = Token::End;
    std::string_view m_lexeme;
    std::string m_problem;
    std::string m_hint;
    bool m_quiet = false; ///< inside the branch that was not chosen: arithmetic errors do not count
    int m_depth = 0;
};

} // namespace

Result<std::int64_t> evaluate(std::string_view expression, const Symbols& symbols)
{
    return Parser(expression, symbols).run();
}

} // namespace hawk::spec
