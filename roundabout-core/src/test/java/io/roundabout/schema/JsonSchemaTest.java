package io.roundabout.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class JsonSchemaTest {
    private static final String ORDERS = """
            {"type": "object", "required": ["amount"], "additionalProperties": false, "properties": {
              "amount": {"type": "number", "minimum": 0, "multipleOf": 0.01},
              "count": {"type": "integer"},
              "note": {"type": ["string", "null"], "maxLength": 5},
              "state": {"enum": ["new", "paid"]},
              "lines": {"type": "array", "items": {"$ref": "#/$defs/line"}}},
             "$defs": {"line": {"type": "object", "required": ["sku"], "properties": {"sku": {"pattern": "^[A-Z]+$"}}}}}
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"amount":1.5}                                | ``
                    {"amount":12345678901234567.01}               | ``
                    {"amount":1,"note":null,"state":"paid"}       | ``
                    {"amount":1,"lines":[{"sku":"AB"}]}           | ``
                    {"amount":"7","note":"secret"}                | /amount must be a number, is a string
                    {"amount":1,"count":1.5}                      | /count must be an integer, is a number
                    {"amount":1,"lines":{}}                       | /lines must be an array, is an object
                    {"amount":1,"note":true}                      | /note must be [string, null], is a boolean
                    {"count":1}                                   | the message: required property 'amount' not found
                    {"amount":-1}                                 | /amount must have a minimum value of 0
                    {"amount":1.005}                              | /amount must be multiple of 0.01
                    {"amount":1,"note":"secret"}                  | /note must be at most 5 characters long
                    {"amount":1,"state":"secret"}                 | /state does not have a value in the enumeration ["new", "paid"]
                    {"amount":1,"lines":[{"sku":"A"},{"sku":"secret"}]} | /lines/1/sku does not match the regex pattern ^[A-Z]+$
                    {"amount":1,"more":"secret"}                  | the message: property 'more' is not defined in the schema and the schema does not allow additional properties
                    """)
    void namesThePlaceAndTheRuleAndNothingOfTheValue(String body, String defect) {
        assertThat(defect(ORDERS, body)).isEqualTo(defect);
    }

    @Test
    void readsThatPartOfAnArrayWhichIsTheBody() {
        byte[] array = "noise{\"amount\":1}noise".getBytes(StandardCharsets.UTF_8);
        assertThat(JsonSchema.compile(ORDERS).defect(array, 5, 12)).isEmpty();
    }

    @Test
    void speaksEnglishOnEveryMachine() {
        var before = java.util.Locale.getDefault();
        try {
            java.util.Locale.setDefault(java.util.Locale.GERMANY);
            assertThat(defect(ORDERS, "{\"amount\":-1}")).isEqualTo("/amount must have a minimum value of 0");
        } finally {
            java.util.Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "1e-999999999", "-9.9e2000"})
    void refusesNumbersThatCannotBeCalculatedWith(String number) {
        assertThat(defect(ORDERS, "{\"amount\":" + number + "}")).startsWith("a number is beyond");
    }

    @Test
    void refusesNumbersOfVeryManyDigits() {
        assertThat(defect(ORDERS, "{\"amount\":" + "7".repeat(60_000) + "}")).startsWith("a number is beyond");
    }

    @Test
    void givesUpWhereAPatternBacktracks() {
        String schema = "{\"properties\":{\"a\":{\"pattern\":\"^(x+x+)+y$\"}}}";
        assertThat(defect(schema, "{\"a\":\"xxxxy\"}")).isEmpty();
        assertThat(defect(schema, "{\"a\":\"" + "x".repeat(60) + "\"}")).contains("too many steps");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://json-schema.org/draft-04/schema#",
                "http://json-schema.org/draft-06/schema#",
                "http://json-schema.org/draft-07/schema#",
                "https://json-schema.org/draft/2019-09/schema",
                "https://json-schema.org/draft/2020-12/schema"
            })
    void knowsTheDraft(String draft) {
        String schema = "{\"$schema\":\"" + draft + "\",\"properties\":{\"a\":{\"type\":\"string\"}}}";
        assertThat(defect(schema, "{\"a\":1}")).isEqualTo("/a must be a string, is an integer");
    }

    @Test
    void takesTheRulesOfItsDraft() {
        String legacy = "{\"$schema\":\"http://json-schema.org/draft-04/schema#\",\"properties\":"
                + "{\"a\":{\"minimum\":1,\"exclusiveMinimum\":true}}}";
        assertThat(defect(legacy, "{\"a\":1}")).isNotEmpty();
        assertThat(problems(legacy.replace("draft-04", "draft-07"))).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"type":                                      | it is not JSON
                    {} {}                                         | it is not JSON
                    [1]                                           | the schema must be [object, boolean], is an array
                    {"properties":{"a":{"type":"strnig"}}}        | /properties/a/type
                    {"properties":{"a":{"minimum":"1"}}}          | /properties/a/minimum must be a number, is a string
                    {"$schema":"http://example.com/mine"}         | /$schema is "http://example.com/mine"; it can be http://json-schema.org/draft-04/schema#
                    {"properties":{"a":{"$ref":"http://localhost:1/x.json"}}} | /properties/a/$ref is "http://localhost:1/x.json"; a schema refers to nothing outside itself
                    {"items":[{"$ref":"file:///etc/passwd"}]}     | /items/0/$ref is "file:///etc/passwd"
                    {"allOf":[{"$ref":"other.json"}]}             | /allOf/0/$ref is "other.json"
                    {"properties":{"a":{"$ref":"#/$defs/none"}}}  | /$defs/none cannot be resolved
                    {"properties":{"a":{"pattern":"("}}}          | Unclosed group
                    {"properties":{"enum":{"$ref":"classpath:draft-07/schema"}}} | classpath:draft-07/schema
                    """)
    void saysWhatIsWrongWithASchema(String schema, String problem) {
        assertThat(problems(schema)).anySatisfy(text -> assertThat(text).contains(problem));
    }

    @Test
    void takesFieldsThatAreNamedLikeKeywords() {
        String schema = "{\"properties\":{\"$ref\":{\"type\":\"string\"}},\"default\":{\"$ref\":\"http://x\"}}";
        assertThat(defect(schema, "{\"$ref\":\"http://x\"}")).isEmpty();
    }

    @Test
    void refusesWithAllProblemsAtOnce() {
        assertThat(problems("{\"properties\":{\"a\":{\"type\":\"x\"},\"b\":{\"minLength\":-1}}}"))
                .hasSizeGreaterThan(1);
    }

    private static String defect(String schema, String body) {
        byte[] utf8 = body.getBytes(StandardCharsets.UTF_8);
        Optional<String> defect = JsonSchema.compile(schema).defect(utf8, 0, utf8.length);
        return defect.orElse("");
    }

    private static List<String> problems(String schema) {
        var thrown = org.assertj.core.api.Assertions.catchThrowableOfType(
                InvalidSchemaException.class, () -> JsonSchema.compile(schema));
        assertThat(thrown).as(schema).isNotNull();
        assertThatThrownBy(() -> {
                    throw thrown;
                })
                .hasMessage(String.join("\n", thrown.problems()));
        return thrown.problems();
    }
}
