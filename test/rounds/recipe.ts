export { CONTROLS, RECIPE, RECIPE_TEXT } from "../../devnet/judges/recipe";
